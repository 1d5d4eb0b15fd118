using Speeko.Speech.Audio;

namespace Speeko.Speech.Engines.Workers;

/// <summary>Lets a second attempt go on where the first one broke off.</summary>
internal sealed class ResumingSink(ISynthesisSink sink) : ISynthesisSink
{
    private readonly ResumedAudio _audio = new();
    private long _marksDelivered;
    private long _marksHeard;

    /// <summary>The next samples come from a new attempt, from its start.</summary>
    public void Restart()
    {
        _marksHeard = 0;
        _audio.Restart();
    }

    /// <summary>Nothing more comes: what is left behind the seam is delivered, however little it is.</summary>
    public void Complete() => Deliver(_audio.End());

    public void OnMark(SpeechMark mark)
    {
        if (_marksHeard++ < _marksDelivered)
            return;
        _marksDelivered++;
        sink.OnMark(mark);
    }

    public void OnAudio(byte[] pcm) => Deliver(_audio.Add(pcm));

    private void Deliver(byte[] pcm)
    {
        if (pcm.Length > 0)
            sink.OnAudio(pcm);
    }
}

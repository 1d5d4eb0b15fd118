using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Gateway;

/// <summary>A session and a lane to an inbox, which loses, doubles and replays frames as it is told.</summary>
internal sealed class LossyLane(FrameInbox inbox)
{
    private readonly Queue<(FrameKind Kind, int Utterance)> _unspoken = new();
    private readonly Queue<SpeechFrame> _underway = new();
    private int _epoch;
    private int _utterances;

    /// <summary>All frames that the session has made.</summary>
    public List<SpeechFrame> Sent { get; } = [];

    /// <summary>The numbers that the inbox has asked for.</summary>
    public List<long> AskedFor { get; } = [];

    public void Speak(int audioFrames)
    {
        inbox.Expect(new UtteranceSettings(), "Text.", isWhole: true);
        _unspoken.Enqueue((FrameKind.Started, _utterances));
        for (var i = 0; i < audioFrames; i++)
            _unspoken.Enqueue((FrameKind.Audio, _utterances));
        _unspoken.Enqueue((FrameKind.Ended, _utterances++));
    }

    public void Cancel()
    {
        inbox.RaiseEpoch();
        _epoch++;
        _unspoken.Clear();
    }

    /// <summary>The session makes its next frame.</summary>
    public void Send(bool isLost, bool isDoubled)
    {
        if (!_unspoken.TryDequeue(out var next))
            return;
        var frame = new SpeechFrame { Kind = next.Kind, Utterance = next.Utterance, Number = Sent.Count, Epoch = _epoch };
        Sent.Add(frame);
        for (var copies = isLost ? 0 : isDoubled ? 2 : 1; copies > 0; copies--)
            _underway.Enqueue(frame);
    }

    /// <summary>A frame arrives; what the inbox asks for is sent again behind all that is under way.</summary>
    public void Deliver()
    {
        if (!_underway.TryDequeue(out var frame) || inbox.Deliver(frame) is not { } missing)
            return;
        AskedFor.Add(missing);
        Replay(missing);
    }

    public void Replay(long from)
    {
        foreach (var frame in Sent.Skip((int)from))
            _underway.Enqueue(frame);
    }

    public void SendAndDeliverAll()
    {
        while (_unspoken.Count > 0)
            Send(isLost: false, isDoubled: false);
        while (_underway.Count > 0)
            Deliver();
    }
}

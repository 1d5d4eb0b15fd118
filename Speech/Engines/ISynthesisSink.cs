namespace Speeko.Speech.Engines;

/// <summary>
/// Receives what an engine makes of one sentence. Called by one thread at a time, never after the synthesis has
/// returned its result; must not block, for the engine waits while it is called.
/// </summary>
public interface ISynthesisSink
{
    /// <param name="pcm">Whole signed 16-bit little-endian mono samples, at most 64 KiB; the sink owns the array.</param>
    void OnAudio(byte[] pcm);

    /// <summary>A mark comes before the audio that it points into: whoever has had that audio has had it.</summary>
    void OnMark(SpeechMark mark);
}

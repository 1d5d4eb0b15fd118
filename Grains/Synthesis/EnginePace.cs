namespace Speeko.Grains.Synthesis;

/// <summary>
/// Measures what the engine gets done while somebody waits, for only then does it work as fast as it can: milliseconds for a
/// character of text, over the last fifty sentences or so. Not thread-safe.
/// </summary>
internal sealed class EnginePace(TimeProvider time)
{
    private const double Fading = 0.98;

    /// <summary>What is assumed before anything was measured: about half of what espeak-ng does on one core.</summary>
    private const double FirstMsPerChar = 0.1;

    private const double FirstChars = 200;

    private double _chars = FirstChars;
    private double _ms = FirstChars * FirstMsPerChar;
    private long? _since;

    public double MsPerChar => _ms / _chars;

    /// <summary>Says whether somebody waits from now on.</summary>
    public void Follow(bool somebodyWaits) => _since = somebodyWaits ? _since ?? time.GetTimestamp() : null;

    /// <param name="chars">What was spoken; 0 when the sentence came to nothing.</param>
    public void Ended(int chars)
    {
        if (_since is not { } since)
            return;
        _since = time.GetTimestamp();
        _ms = (_ms * Fading) + time.GetElapsedTime(since).TotalMilliseconds;
        _chars = (_chars * Fading) + chars;
    }
}

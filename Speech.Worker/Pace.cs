namespace Speeko.Speech.Worker;

/// <summary>
/// How a speaking rate is reached: by the engine as far as it goes, which sounds best, and for the rest by stretching.
/// </summary>
/// <param name="WordsPerMinute">For the engine.</param>
/// <param name="Remainder">Speed to be made up for by stretching; 1 where nothing is left.</param>
internal readonly record struct Pace(int WordsPerMinute, double Remainder)
{
    /// <summary>espeak-ng's own pace, <c>espeakRATE_NORMAL</c>.</summary>
    private const int NormalWpm = 175;

    private const int SlowestWpm = 80;

    /// <summary>Past it espeak-ng itself compresses, and drops its pauses.</summary>
    private const int FastestWpm = 450;

    /// <summary>Of a silence that lasts so long at normal speed, before it is stretched.</summary>
    public int Samples(int ms, int sampleRateHz) => (int)((long)ms * sampleRateHz * NormalWpm / (1000L * WordsPerMinute));

    public static Pace Of(double rate)
    {
        var wanted = NormalWpm * rate;
        var wpm = (int)Math.Round(Math.Clamp(wanted, SlowestWpm, FastestWpm));
        var remainder = wanted is < SlowestWpm or > FastestWpm ? wanted / wpm : 1;
        return new Pace(wpm, remainder);
    }
}

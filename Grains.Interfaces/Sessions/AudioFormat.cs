namespace Speeko.Grains.Interfaces.Sessions;

/// <param name="Container">What the chunks, joined, are.</param>
/// <param name="SampleRateHz">Samples per second.</param>
/// <param name="Channels">Always 1 so far.</param>
[GenerateSerializer, Immutable, Alias("speeko.format")]
public sealed record AudioFormat(
    [property: Id(0)] AudioContainer Container,
    [property: Id(1)] int SampleRateHz,
    [property: Id(2)] int Channels)
{
    public const int BytesPerSample = 2;

    /// <summary>Milliseconds that <paramref name="bytes"/> of samples play.</summary>
    public long DurationMs(long bytes) => bytes * 1000 / (SampleRateHz * Channels * BytesPerSample);

    /// <summary>Bytes of the samples that play for <paramref name="durationMs"/>.</summary>
    public long BytesOf(long durationMs) => durationMs * SampleRateHz / 1000 * Channels * BytesPerSample;
}

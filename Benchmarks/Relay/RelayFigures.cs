using System.Globalization;

namespace Speeko.Benchmarks.Relay;

/// <summary>One row of the table.</summary>
internal sealed record RelayFigures(
    string Name, double P50Ms, double P95Ms, double P99Ms, double? SmallPerSecond, double? LargePerSecond, double IdlePercent)
{
    public const int SmallBytes = 4096;
    public const int LargeBytes = 65536;

    public const string Header = """
        | provider | hop p50 / p95 / p99 | 4 KB frames | 64 KB frames | silo when idle |
        |---|---|---|---|---|
        """;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {P50Ms:0.00} / {P95Ms:0.00} / {P99Ms:0.00} ms | {Rate(SmallPerSecond, SmallBytes)} | {Rate(LargePerSecond, LargeBytes)} | {IdlePercent:0.0} % of a core |");

    private static string Rate(double? perSecond, int bytes) => perSecond is null
        ? "loses frames"
        : string.Create(CultureInfo.InvariantCulture, $"{perSecond:#,0} /s, {perSecond * bytes / (1 << 20):0} MB/s");
}

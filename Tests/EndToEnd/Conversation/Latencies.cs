namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>How long something took each time.</summary>
internal sealed class Latencies(string what, IEnumerable<TimeSpan> values)
{
    private readonly double[] _sortedMs = [.. values.Select(value => value.TotalMilliseconds).Order()];

    /// <summary>The value that this share of all does not exceed, in milliseconds.</summary>
    public double PercentileMs(double percent) => _sortedMs[(int)Math.Ceiling(percent / 100 * _sortedMs.Length) - 1];

    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{what}: p50 {PercentileMs(50):F1} ms, p99 {PercentileMs(99):F1} ms, longest {_sortedMs[^1]:F1} ms of {_sortedMs.Length}");
}

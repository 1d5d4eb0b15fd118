using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>What a cluster has done, and when it does no more than it has to.</summary>
/// <param name="Syntheses">Sentences that were begun.</param>
/// <param name="Frames">That were sent.</param>
internal sealed record ClusterWork(long Syntheses, long Frames)
{
    /// <summary>A sentence of a story lasts longer: ten seconds, for most of it is a number.</summary>
    private const int LeastSentenceSeconds = 8;

    private static readonly TimeSpan LongestToSettle = TimeSpan.FromSeconds(60);

    /// <summary>Long enough for anything that was still under way to come.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(300);

    public static async Task<ClusterWork> OfAsync(LocalCluster cluster)
    {
        using var counters = await cluster.GetJsonAsync("/v1/stats");
        return new ClusterWork(
            counters.RootElement.GetProperty("syntheses").GetInt64(), counters.RootElement.GetProperty("frames").GetInt64());
    }

    /// <summary>
    /// Two hundred who ask in the same moment for a story each keep two cores at work until all have their window. Returns when no
    /// more is made than they hear, for two seconds in a row.
    /// </summary>
    public static async Task SettledAsync(LocalCluster cluster, int listeners)
    {
        var before = (await OfAsync(cluster)).Syntheses;
        var calm = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                var made = (await OfAsync(cluster)).Syntheses - before;
                before += made;
                calm = made <= listeners / LeastSentenceSeconds ? calm + 1 : 0;
                return calm == 2;
            },
            LongestToSettle,
            () => "More is made than they hear.");
    }

    /// <summary>
    /// Until no sentence is begun and no frame sent any more. What was on its way to an engine at that moment may still be begun, and
    /// is given up as soon as it is.
    /// </summary>
    public static async Task<TimeSpan> ToRestAsync(LocalCluster cluster, long began)
    {
        while (true)
        {
            var work = await OfAsync(cluster);
            var at = TimeProvider.System.GetElapsedTime(began);
            await Task.Delay(Silence, TimeProvider.System);
            if (work == await OfAsync(cluster))
                return at;
        }
    }
}

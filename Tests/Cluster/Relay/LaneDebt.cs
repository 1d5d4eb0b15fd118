using Speeko.Relay;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>
/// What lanes owe while silos come and go: all that was sent, in order. Where Orleans itself has lost sight of a
/// subscription (dotnet/orleans #9107, #9739) the lane falls silent, is replaced, and owes to go on under its new name.
/// </summary>
internal sealed class LaneDebt(RelayCluster cluster, RelayLaneSet<RelayTestEvent> lanes, Inbox inbox)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<string> _names = [.. lanes.Names];

    /// <summary>How many lanes brought everything; the others were replaced, and go on.</summary>
    public async Task<int> SettleAsync(IReadOnlyList<(string Source, int Count)> sent)
    {
        var settled = await Task.WhenAll(sent.Select((flow, lane) => SettleAsync(lane, flow.Source, flow.Count)));
        return settled.Count(isWhole => isWhole);
    }

    /// <summary>Sends under the lane's name of the moment until something arrives.</summary>
    public async Task GoesOnAsync(int lane)
    {
        var source = $"after-{lane}";
        for (var number = 0; inbox.Of(source).Length == 0; number++)
        {
            var stream = cluster.Streams.GetStream<RelayTestEvent>(StreamId.Create("lane", lanes.Names[lane]));
            _ = stream.OnNextAsync(new(source, number, []));
            await Task.WhenAny(inbox.UntilAsync(source, 1), Task.Delay(Pause, TimeProvider.System));
        }
    }

    private async Task<bool> SettleAsync(int lane, string source, int count)
    {
        await Eventually.TrueAsync(
            () => inbox.Of(source).Distinct().Count() >= count || lanes.Names[lane] != _names[lane],
            Patience,
            () => $"lane {lane}: got {inbox.Of(source).Length} of {count}, and is not replaced");
        var got = inbox.Of(source).Distinct().ToArray();
        if (got.Length == count)
        {
            // Twice is possible, where a silo went with an answer still on its way.
            Assert.Equal(Enumerable.Range(0, count).Select(number => (long)number), got);
            return true;
        }

        Assert.Equal(got.Order(), got);
        await GoesOnAsync(lane).WaitAsync(Patience);
        return false;
    }
}

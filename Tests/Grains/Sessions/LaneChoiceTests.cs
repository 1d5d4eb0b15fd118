using CsCheck;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;
using Speeko.Relay;

namespace Speeko.Tests.Grains.Sessions;

public sealed class LaneChoiceTests
{
    private static readonly string[] Lanes = ["f/0", "f/1", "f/2", "f/3", "f/4.1"];

    [Fact]
    public void A_lane_that_is_local_comes_first() =>
        Gen.Select(Gen.Guid, Gen.Int[1, 6], Gen.Int[0, 5].Array[0, 3]).Sample((session, queues, local) =>
        {
            var chosen = Choose(session, queues, local);
            var localLanes = Lanes.Where((_, lane) => local.Contains(lane % queues)).ToArray();

            Assert.Contains(chosen, localLanes.Length > 0 ? localLanes : Lanes);
        });

    [Fact]
    public void A_session_keeps_its_lane_while_nothing_moves() => Gen.Guid.Sample(session =>
        Assert.Equal(Choose(session, 5, []), Choose(session, 5, [])));

    [Fact]
    public void Sessions_spread_over_all_lanes()
    {
        var random = new Random(1);
        var sessions = Enumerable.Range(0, 200).Select(_ =>
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            return new Guid(bytes);
        }).ToArray();

        Assert.Equal(Lanes, sessions.Select(session => Choose(session, 5, [])).Distinct().Order());
        Assert.Equal(["f/1", "f/3"], sessions.Select(session => Choose(session, 5, [1, 3])).Distinct().Order());
    }

    private static string Choose(Guid session, int queues, int[] local)
    {
        var stream = new LaneChoice(new Locality(queues, local)).Choose(Lanes, session);
        Assert.Equal(SpeechStreams.LaneNamespace, stream.GetNamespace());
        return stream.GetKeyAsString();
    }

    private sealed record Locality(int QueueCount, IReadOnlyList<int> LocalQueues) : IRelayLocality
    {
        public bool IsLocal(int queue) => LocalQueues.Contains(queue);
    }
}

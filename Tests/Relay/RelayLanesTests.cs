using CsCheck;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

public class RelayLanesTests
{
    [Fact]
    public void The_number_of_a_lane_can_be_read_off_its_name() =>
        Gen.Select(Gen.Char.AlphaNumeric.Array[1, 40].Select(chars => new string(chars)), Gen.Int[0, 2000], Gen.Int[0, 9]).Sample((instance, lane, generation) =>
        {
            Assert.True(RelayLanes.TryGetLane(RelayLanes.Create("audio", instance, lane, generation), out var read));
            Assert.Equal(lane, read);
        });

    [Theory]
    [InlineData("a/3", 0)]
    [InlineData("a/3.1", 1)]
    [InlineData("a/3.12", 12)]
    public void Names_are_short_and_stable(string key, int generation) =>
        Assert.Equal(StreamId.Create("audio", key), RelayLanes.Create("audio", "a", 3, generation));

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("a/")]
    [InlineData("a/x")]
    [InlineData("a/-1")]
    [InlineData("a/.1")]
    [InlineData("a/99999999999")]
    public void Other_names_are_not_lanes(string key) =>
        Assert.False(RelayLanes.TryGetLane(StreamId.Create("audio", key), out _));

    [Fact]
    public void A_replacement_keeps_its_queue_and_all_streams_get_one()
    {
        var mapper = new RelayQueueMapper("relay", 8);
        for (var lane = 0; lane < 16; lane++)
        {
            var queue = mapper.GetQueueForStream(RelayLanes.Create("audio", "a", lane));
            Assert.Equal((uint)(lane % 8), queue.GetNumericId());
            Assert.Equal(queue, mapper.GetQueueForStream(RelayLanes.Create("audio", "a", lane, generation: 3)));
        }

        Gen.String.Sample(key => mapper.GetAllQueues().Contains(mapper.GetQueueForStream(StreamId.Create("other", key))));
    }
}

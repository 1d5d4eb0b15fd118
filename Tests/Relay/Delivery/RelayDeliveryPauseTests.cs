using Speeko.Relay;

namespace Speeko.Tests.Relay.Delivery;

public sealed class RelayDeliveryPauseTests
{
    [Theory]
    [InlineData(0, 20)]
    [InlineData(1, 80)]
    [InlineData(3, 1280)]
    [InlineData(4, 2500)]
    [InlineData(int.MaxValue, 2500)]
    public void It_is_short_at_first_and_never_long(int attempt, int expectedMs) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), new RelayDeliveryPause().Next(attempt));
}

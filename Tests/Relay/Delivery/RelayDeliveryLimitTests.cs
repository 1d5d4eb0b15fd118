using Microsoft.Extensions.Time.Testing;
using Orleans.Streams;
using Speeko.Relay;

namespace Speeko.Tests.Relay.Delivery;

public sealed class RelayDeliveryLimitTests
{
    private const string Subscriber = "Orleans.Streams.IStreamConsumerExtension";

    private static readonly GrainId Client = GrainId.Parse("sys.client/1");
    private static readonly GrainId Grain = GrainId.Parse("session/1");

    private readonly FakeTimeProvider _time = new();
    private readonly RelayDeliveryLimit _limit;

    public RelayDeliveryLimitTests() => _limit = new(_time);

    [Fact]
    public void The_interface_is_still_called_so() =>
        Assert.NotNull(typeof(StreamSequenceToken).Assembly.GetType(Subscriber) ?? typeof(IQueueAdapter).Assembly.GetType(Subscriber));

    [Fact]
    public async Task A_delivery_that_is_answered_is_done()
    {
        var call = new OutgoingCall(Client, Subscriber);
        var invoking = _limit.Invoke(call);
        Assert.False(invoking.IsCompleted);

        call.Answer.SetResult();

        await invoking.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_delivery_whose_answer_was_lost_fails_soon()
    {
        var invoking = _limit.Invoke(new OutgoingCall(Client, Subscriber));

        _time.Advance(RelayDeliveryLimit.AnswerTimeout);

        await Assert.ThrowsAsync<TimeoutException>(() => invoking.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(false, Subscriber)]
    [InlineData(true, "Speeko.ISomething")]
    public void Other_calls_take_the_time_they_need(bool toClient, string interfaceName)
    {
        var invoking = _limit.Invoke(new OutgoingCall(toClient ? Client : Grain, interfaceName));

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.False(invoking.IsCompleted);
    }
}

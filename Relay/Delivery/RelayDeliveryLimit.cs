namespace Speeko.Relay;

/// <summary>
/// Bounds the calls by which events are handed to clients. The answer of a client to a pulling agent takes any gateway, and is lost
/// when that silo is; the agent would wait for it until the response timeout of Orleans has passed, which is half a minute. All
/// that time the subscriber gets nothing, and the queue can't be given to another silo, because an agent that is told to stop
/// waits for its deliveries. So they are made again instead: subscribers may get events twice, which they count on.
/// </summary>
internal sealed class RelayDeliveryLimit(TimeProvider time) : IOutgoingGrainCallFilter
{
    /// <summary>A client takes events at once; one that does not is held up, or its answer was lost.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long an agent tries. A silo that takes a queue over asks each subscriber where it is, and reads nothing meanwhile: one
    /// that died a while ago would silence all others for a minute. What a living one misses by it, it asks for again.
    /// </summary>
    public static readonly TimeSpan LongestDelivery = TimeSpan.FromSeconds(2);

    /// <summary>Not public, and the only thing by which Orleans calls the subscribers of streams.</summary>
    private const string SubscriberInterface = "Orleans.Streams.IStreamConsumerExtension";

    public Task Invoke(IOutgoingGrainCallContext context) =>
        context.TargetId.IsClient() && context.InterfaceName == SubscriberInterface ? InvokeInTime(context) : context.Invoke();

    private async Task InvokeInTime(IOutgoingGrainCallContext context)
    {
        var call = context.Invoke();
        // It may fail long after nobody waits for it.
        call.Ignore();
        await call.WaitAsync(AnswerTimeout, time);
    }
}

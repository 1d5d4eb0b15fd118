using Orleans.Streams;

namespace Speeko.Tests.Relay.Lanes;

internal sealed class FakeStream<T>(FakeStreams streams, StreamId id) : IAsyncStream<T>
{
    private IAsyncObserver<T>? _observer;

    public bool IsRewindable => false;

    public string ProviderName => streams.Name;

    public StreamId StreamId => id;

    public string Key => id.GetKeyAsString();

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer)
    {
        if (streams.Refusals-- > 0)
            return Task.FromException<StreamSubscriptionHandle<T>>(new TimeoutException("refused"));
        _observer = observer;
        streams.Subscribed.Enqueue(Key);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new Handle(this));
    }

    public async Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        if (_observer is { } observer && !streams.Silent.ContainsKey(Key))
            await observer.OnNextAsync(item);
        streams.Published?.Invoke(Key);
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) => SubscribeAsync(observer);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => throw new NotSupportedException();

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) =>
        throw new NotSupportedException();

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() => throw new NotSupportedException();

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null) => throw new NotSupportedException();

    public Task OnCompletedAsync() => throw new NotSupportedException();

    public Task OnErrorAsync(Exception ex) => _observer!.OnErrorAsync(ex);

    public int CompareTo(IAsyncStream<T>? other) => id.CompareTo(other!.StreamId);

    public bool Equals(IAsyncStream<T>? other) => ReferenceEquals(this, other);

    private sealed class Handle(FakeStream<T> stream) : StreamSubscriptionHandle<T>
    {
        public override StreamId StreamId => stream.StreamId;

        public override string ProviderName => stream.ProviderName;

        public override Guid HandleId { get; } = Guid.NewGuid();

        public override Task UnsubscribeAsync()
        {
            stream._observer = null;
            stream.Unsubscribed();
            return Task.CompletedTask;
        }

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null) =>
            throw new NotSupportedException();

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) =>
            throw new NotSupportedException();

        public override bool Equals(StreamSubscriptionHandle<T>? other) => ReferenceEquals(this, other);
    }

    private void Unsubscribed() => streams.Unsubscribed.Enqueue(Key);
}

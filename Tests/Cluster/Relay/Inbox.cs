namespace Speeko.Tests.Cluster.Relay;

/// <summary>What a subscriber got, per source, in the order of arrival.</summary>
internal sealed class Inbox
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Arrivals> _sources = [];
    private readonly List<(Func<bool> Met, TaskCompletionSource Done)> _waits = [];

    /// <summary>What is done to each event besides, for example to be slow.</summary>
    public Action<RelayTestEvent>? Tap { get; set; }

    public void Add(RelayTestEvent item)
    {
        Tap?.Invoke(item);
        lock (_lock)
        {
            if (!_sources.TryGetValue(item.Source!, out var arrivals))
                _sources.Add(item.Source!, arrivals = new());
            arrivals.Add(item.Number);
            _waits.RemoveAll(wait => wait.Met() && wait.Done.TrySetResult());
        }
    }

    public long[] Of(string source)
    {
        lock (_lock)
            return _sources.TryGetValue(source, out var arrivals) ? [.. arrivals.Numbers] : [];
    }

    public Task UntilAsync(string source, int count) =>
        UntilAsync(() => _sources.TryGetValue(source, out var arrivals) && arrivals.DistinctCount >= count, source, count);

    private async Task UntilAsync(Func<bool> met, string source, long wanted)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (met())
                return;
            _waits.Add((met, done));
        }

        try
        {
            await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            var got = Of(source);
            throw new TimeoutException($"{source}: got {got.Length} of {wanted} ({string.Join(' ', got.TakeLast(5))})");
        }
    }

    /// <summary>Asked after each event whether all have come, so that the answer must cost nothing: who counts anew is a slow subscriber.</summary>
    private sealed class Arrivals
    {
        private readonly HashSet<long> _distinct = [];

        public List<long> Numbers { get; } = [];

        public int DistinctCount => _distinct.Count;

        public void Add(long number)
        {
            Numbers.Add(number);
            _distinct.Add(number);
        }
    }
}

namespace Speeko.Tests.Cluster.Relay;

/// <summary>What a subscriber got, per source, in the order of arrival.</summary>
internal sealed class Inbox
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<long>> _numbers = [];
    private readonly List<(Func<bool> Met, TaskCompletionSource Done)> _waits = [];

    /// <summary>What is done to each event besides, for example to be slow.</summary>
    public Action<RelayTestEvent>? Tap { get; set; }

    public void Add(RelayTestEvent item)
    {
        Tap?.Invoke(item);
        lock (_lock)
        {
            if (!_numbers.TryGetValue(item.Source!, out var numbers))
                _numbers.Add(item.Source!, numbers = []);
            numbers.Add(item.Number);
            foreach (var wait in _waits.Where(wait => wait.Met()))
                wait.Done.TrySetResult();
        }
    }

    public long[] Of(string source)
    {
        lock (_lock)
            return _numbers.TryGetValue(source, out var numbers) ? [.. numbers] : [];
    }

    public Task UntilAsync(string source, int count) => UntilAsync(() =>
        _numbers.TryGetValue(source, out var numbers) && numbers.Distinct().Count() >= count, source, count);

    /// <summary>Waits for one certain event.</summary>
    public Task UntilGotAsync(string source, long number) => UntilAsync(() =>
        _numbers.TryGetValue(source, out var numbers) && numbers[^1] >= number, source, number);

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
}

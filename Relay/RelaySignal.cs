namespace Speeko.Relay;

/// <summary>
/// A place for one waiter. A later waiter sends the earlier one home. <see cref="Set"/> is not remembered: whoever waits
/// looks at the state first, and both happen under one lock or on one grain's scheduler.
/// </summary>
internal sealed class RelaySignal(TimeProvider time)
{
    private TaskCompletionSource<bool>? _waiter;

    public void Set() => _waiter?.TrySetResult(true);

    /// <summary>Sends the waiter home empty-handed.</summary>
    public void Release() => _waiter?.TrySetResult(false);

    /// <summary>True when set; false after the wait, on cancellation or when displaced. Never throws.</summary>
    public async Task<bool> WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        Release();
        var waiter = _waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            using var timer = time.CreateTimer(End, waiter, wait, Timeout.InfiniteTimeSpan);
            using var cancelled = cancellationToken.UnsafeRegister(End, waiter);
            return await waiter.Task;
        }
        finally
        {
            Interlocked.CompareExchange(ref _waiter, null, waiter);
        }
    }

    private static void End(object? waiter) => ((TaskCompletionSource<bool>)waiter!).TrySetResult(false);
}

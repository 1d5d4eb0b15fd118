namespace Speeko.Silo.Caching;

/// <summary>
/// Circuit breaker: after a few failures in a row, a while without any answer, or when the connection is lost, Redis is not
/// asked any more until <see cref="CacheProbe"/> has had an answer. So a dead Redis costs listeners no time. Thread-safe.
/// </summary>
internal sealed class CacheHealth(TimeProvider time, ILogger<CacheHealth> logger)
{
    private const int MaxFailures = 3;

    /// <summary>A busy processor makes every answer late, but does not keep all of them back for as long.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TaskCompletionSource _loss = NewSignal();
    private TaskCompletionSource _recovery = NewSignal();
    private volatile bool _isInDoubt;
    private volatile bool _isAway;
    private int _failures;
    private long? _silentSince;
    private long _errors;

    public bool IsWell => !_isAway;

    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Completes when Redis is not to be asked any more.</summary>
    public Task LossAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _isAway ? Task.CompletedTask : _loss.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Completes when Redis may be asked.</summary>
    public Task RecoveryAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _isAway ? _recovery.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Redis has answered, in time or late.</summary>
    public void Worked()
    {
        if (!_isInDoubt)
            return;
        lock (_lock)
        {
            (_isInDoubt, _failures, _silentSince) = (false, 0, null);
            if (!_isAway)
                return;
            _isAway = false;
            _loss = NewSignal();
            _recovery.SetResult();
        }

        AudioCacheLog.Recovered(logger);
    }

    /// <summary>Redis was asked and has not answered in time; it may yet.</summary>
    public void WasSlow()
    {
        Interlocked.Increment(ref _errors);
        lock (_lock)
        {
            _isInDoubt = true;
            _silentSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(_silentSince.Value) < LongestSilence || !TryLose())
                return;
        }

        AudioCacheLog.Lost(logger, "it does not answer");
    }

    /// <summary>Redis was asked and did not answer as it should.</summary>
    public void Failed(string reason)
    {
        Interlocked.Increment(ref _errors);
        Lose(reason, MaxFailures);
    }

    /// <summary>There is no connection: asking would be in vain.</summary>
    public void Disconnected() => Lose("there is no connection", maxFailures: 1);

    private void Lose(string reason, int maxFailures)
    {
        lock (_lock)
        {
            _isInDoubt = true;
            if (++_failures < maxFailures || !TryLose())
                return;
        }

        AudioCacheLog.Lost(logger, reason);
    }

    private bool TryLose()
    {
        if (_isAway)
            return false;
        _isAway = true;
        _recovery = NewSignal();
        _loss.SetResult();
        return true;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

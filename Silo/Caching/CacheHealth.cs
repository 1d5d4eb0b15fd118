namespace Speeko.Silo.Caching;

/// <summary>
/// Circuit breaker: after a few failures in a row, or when the connection is lost, Redis is not asked any more until
/// <see cref="CacheProbe"/> has had an answer. So a dead Redis costs listeners no time. Thread-safe.
/// </summary>
internal sealed class CacheHealth(ILogger<CacheHealth> logger)
{
    /// <summary>One slow answer may be a pause of this very process.</summary>
    private const int MaxFailures = 3;

    private readonly Lock _lock = new();
    private TaskCompletionSource _loss = NewSignal();
    private TaskCompletionSource _recovery = NewSignal();
    private volatile bool _isAway;
    private volatile int _failures;
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

    /// <summary>Redis has answered.</summary>
    public void Worked()
    {
        if (!_isAway && _failures == 0)
            return;
        lock (_lock)
        {
            _failures = 0;
            if (!_isAway)
                return;
            _isAway = false;
            _loss = NewSignal();
            _recovery.SetResult();
        }

        AudioCacheLog.Recovered(logger);
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
            _failures++;
            if (_isAway || _failures < maxFailures)
                return;
            _isAway = true;
            _recovery = NewSignal();
            _loss.SetResult();
        }

        AudioCacheLog.Lost(logger, reason);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

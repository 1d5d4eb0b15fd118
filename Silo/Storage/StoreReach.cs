using Orleans.Storage;

namespace Speeko.Silo.Storage;

/// <summary>
/// Asks a store, and does not wait for one that is away: nothing is asked without a connection, an answer has
/// <see cref="AnswerLimit"/>, and after one that did not come nobody but <see cref="TryAgainAsync"/> asks until one has come.
/// Thread-safe.
/// </summary>
internal sealed class StoreReach(Func<bool> isConnected, TimeProvider time, ILogger<StoreReach> logger)
{
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(500);

    private volatile bool _isSilent;
    private int _isAway;

    /// <summary>Whether the last question was asked in vain.</summary>
    public bool IsAway => Volatile.Read(ref _isAway) == 1;

    /// <summary>
    /// False: there was no answer, or an error. Throws <see cref="InconsistentStateException"/>, which is an answer. The
    /// token is cancelled when the answer is not waited for any more.
    /// </summary>
    public Task<bool> TryAsync(Func<CancellationToken, Task> question) =>
        _isSilent ? Task.FromResult(false) : TryAgainAsync(question);

    /// <summary>As <see cref="TryAsync"/>, also when the store gave no answer the last time.</summary>
    public async Task<bool> TryAgainAsync(Func<CancellationToken, Task> question)
    {
        if (!isConnected())
            return Failed("there is no connection");
        using var end = new CancellationTokenSource(AnswerLimit, time);
        try
        {
            var answer = question(end.Token);
            // It may fail long after nobody waits for it.
            answer.Ignore();
            await answer.WaitAsync(end.Token).ConfigureAwait(false);
            return Answered();
        }
        catch (InconsistentStateException)
        {
            Answered();
            throw;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            _isSilent = true;
            return Failed("it does not answer");
        }
        catch (Exception exception)
        {
            // Whatever it is: an outage has too many faces to know them all, and the caller can do without the store.
            return Failed(exception.Message);
        }
    }

    private bool Answered()
    {
        _isSilent = false;
        if (Interlocked.Exchange(ref _isAway, 0) == 1)
            StorageLog.Recovered(logger);
        return true;
    }

    private bool Failed(string reason)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
            StorageLog.Lost(logger, reason);
        return false;
    }
}

using Orleans.Storage;

namespace Speeko.Silo.Storage;

/// <summary>
/// Asks a store, and does not wait for one that is away: nothing is asked without a connection, and when nobody has had an
/// answer for <see cref="LongestSilence"/>, nobody but <see cref="TryAgainAsync"/> asks until one has come. A busy processor makes
/// answers late, but has some. Thread-safe.
/// </summary>
internal sealed class StoreReach(Func<bool> isConnected, TimeProvider time, ILogger<StoreReach> logger)
{
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    /// <summary>Whoever asks has others who wait, however much else the store answers.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private volatile bool _isSilent;
    private int _isAway;
    private long _answeredAt;

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
        using var end = new CancellationTokenSource();
        try
        {
            var answer = question(end.Token);
            if (await ComesAsync(answer).ConfigureAwait(false))
            {
                await answer.ConfigureAwait(false);
                return Answered();
            }

            _ = NoteLateAsync(answer);
            await end.CancelAsync().ConfigureAwait(false);
            return Failed("it does not answer");
        }
        catch (InconsistentStateException)
        {
            Answered();
            throw;
        }
        catch (Exception exception)
        {
            // Whatever it is: an outage has too many faces to know them all, and the caller can do without the store.
            return Failed(exception.Message);
        }
    }

    /// <summary>Whether the answer comes in time; else nobody is to wait for any.</summary>
    private async Task<bool> ComesAsync(Task answer)
    {
        var askedAt = time.GetTimestamp();
        while (true)
        {
            var silence = time.GetElapsedTime(Math.Max(askedAt, Volatile.Read(ref _answeredAt)));
            if (silence >= LongestSilence)
                _isSilent = true;
            if (silence >= LongestSilence || time.GetElapsedTime(askedAt) >= LongestWait)
                return false;
            await answer.WaitAsync(LongestSilence - silence, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (answer.IsCompleted)
                return true;
        }
    }

    private async Task NoteLateAsync(Task answer)
    {
        await answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompletedSuccessfully || answer.Exception?.InnerException is InconsistentStateException)
            Answered();
    }

    private bool Answered()
    {
        Volatile.Write(ref _answeredAt, time.GetTimestamp());
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

using Microsoft.Extensions.Options;
using Speeko.Grains.Interfaces;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Synthesis;

/// <summary>
/// Decides which sentence the engine speaks next: the one whose listener runs dry first. So the first sentence of
/// a new listener overtakes sentences whose listeners still have seconds in hand. Thread-safe.
/// </summary>
internal sealed class SynthesisScheduler(ISpeechEngine engine, IOptions<SynthesisSchedulerOptions> options)
{
    private const int RetryAfterSeconds = 1;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private int _running;

    /// <summary>
    /// Speaks <paramref name="request"/> when its turn has come. Returns the failure, or null when the audio is
    /// complete or <paramref name="cancellationToken"/> was cancelled.
    /// </summary>
    public async Task<SpeechError?> RunAsync(
        SynthesisRequest request, long deadlineMs, ISynthesisSink sink, CancellationToken cancellationToken)
    {
        TaskCompletionSource? turn = null;
        lock (_lock)
        {
            if (_running < engine.Concurrency)
            {
                _running++;
            }
            else if (_waiting.Count >= options.Value.MaxQueued)
            {
                return new SpeechError(
                    SpeechErrorCode.Overloaded,
                    $"All engines are busy and {options.Value.MaxQueued} sentences wait already; try again later.",
                    Limit: options.Value.MaxQueued,
                    RetryAfterSeconds: RetryAfterSeconds);
            }
            else
            {
                turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(turn, deadlineMs);
            }
        }

        if (turn is not null && !await WaitAsync(turn, cancellationToken).ConfigureAwait(false))
            return null;
        try
        {
            var result = await engine.SynthesizeAsync(request, deadlineMs, sink, cancellationToken).ConfigureAwait(false);
            return SynthesisFailure.From(result);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Returns false when the caller gave up first; whoever wins the race over the turn owns it.</summary>
    private async Task<bool> WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        await using var _ = cancellationToken.Register(
            static state => ((TaskCompletionSource)state!).TrySetCanceled(), turn).ConfigureAwait(false);
        await turn.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (turn.Task.IsCompletedSuccessfully)
            return true;

        // Left in the queue it would take the place of one who still wants to be spoken.
        lock (_lock)
            _waiting.Remove(turn, out var _, out var _);
        return false;
    }

    private void Release()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next, out var _))
            {
                if (next.TrySetResult())
                    return;
            }

            _running--;
        }
    }
}

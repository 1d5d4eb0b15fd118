using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// Keeps warm workers: those that may speak at the same time, and spares, so that a death costs nobody the time of a start.
/// Thread-safe.
/// </summary>
internal sealed class WorkerPool(SpeechWorkerOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstRestartPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRestartPause = TimeSpan.FromSeconds(10);

    private readonly Channel<WorkerProcess> _idle = Channel.CreateUnbounded<WorkerProcess>();
    private readonly ConcurrentDictionary<WorkerProcess, bool> _all = new();
    private readonly CancellationTokenSource _stop = new();
    private long _crashes;
    private long _restarts;

    public long Crashes => Interlocked.Read(ref _crashes);

    public long Restarts => Interlocked.Read(ref _restarts);

    public IEnumerable<int> ProcessIds => _all.Keys.Select(worker => worker.ProcessId);

    /// <summary>Starts all workers; throws what keeps the first from starting.</summary>
    public async Task<WorkerHello> StartAsync(CancellationToken cancellationToken)
    {
        var workers = await Task.WhenAll(
            Enumerable.Range(0, options.Concurrency + options.Spares).Select(_ => StartOneAsync(cancellationToken)))
            .ConfigureAwait(false);
        foreach (var worker in workers)
            _idle.Writer.TryWrite(worker);
        return workers[0].Hello;
    }

    /// <summary>A worker that lives: one that died while it was idle is no text's fault.</summary>
    public async ValueTask<WorkerProcess> RentAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var worker = await _idle.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!worker.HasEnded)
                return worker;
            Replace(worker);
        }
    }

    public void Return(WorkerProcess worker) => _idle.Writer.TryWrite(worker);

    /// <summary>Ends a worker that is of no more use, and starts another in its place; waits for neither.</summary>
    public void Replace(WorkerProcess worker)
    {
        Interlocked.Increment(ref _crashes);
        WorkerLog.Died(logger, worker.ProcessId, worker.Complaint);
        _all.TryRemove(worker, out var _);
        _ = ReplaceAsync(worker);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _idle.Writer.TryComplete();
        foreach (var worker in _all.Keys)
        {
            if (_all.TryRemove(worker, out var _))
                await worker.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task ReplaceAsync(WorkerProcess dead)
    {
        await dead.DisposeAsync().ConfigureAwait(false);
        for (var pause = FirstRestartPause; !_stop.IsCancellationRequested; pause = TimeSpan.FromTicks(
            Math.Min(pause.Ticks * 2, LongestRestartPause.Ticks)))
        {
            try
            {
                var worker = await StartOneAsync(_stop.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _restarts);
                _idle.Writer.TryWrite(worker);
                return;
            }
            catch (Exception exception) when (!_stop.IsCancellationRequested)
            {
                WorkerLog.StartFailed(logger, exception);
                await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<WorkerProcess> StartOneAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.StartTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var worker = await WorkerProcess.StartAsync(options.ResolvedWorkerPath, either.Token).ConfigureAwait(false);
        _all[worker] = true;
        if (_stop.IsCancellationRequested && _all.TryRemove(worker, out var _))
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            throw new OperationCanceledException(_stop.Token);
        }

        return worker;
    }
}

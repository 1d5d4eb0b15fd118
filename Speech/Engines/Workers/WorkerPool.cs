using Microsoft.Extensions.Logging;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// Keeps warm workers: those that speak, and spares, so that a death costs nobody the time of a start. A worker speaks
/// several jobs by turns, or one alone. Thread-safe.
/// </summary>
internal sealed class WorkerPool(SpeechWorkerOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstRestartPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRestartPause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    /// <summary>In the order of their start. Those behind the first that are to speak are spares.</summary>
    private readonly List<Place> _places = [];
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly CancellationTokenSource _stop = new();
    private long _crashes;
    private long _restarts;

    public long Crashes => Interlocked.Read(ref _crashes);

    public long Restarts => Interlocked.Read(ref _restarts);

    public IEnumerable<int> ProcessIds
    {
        get { lock (_lock) return [.. _places.Select(place => place.Worker.ProcessId)]; }
    }

    /// <summary>Starts all workers; throws what keeps the first from starting.</summary>
    public async Task<WorkerHello> StartAsync(CancellationToken cancellationToken)
    {
        var workers = await Task.WhenAll(
            Enumerable.Range(0, options.ProcessCount + options.Spares).Select(_ => StartOneAsync(cancellationToken)))
            .ConfigureAwait(false);
        return workers[0].Hello;
    }

    /// <summary>
    /// A worker that lives: one that died while it was idle is no text's fault. Ends with an
    /// <see cref="ObjectDisposedException"/> when the pool does.
    /// </summary>
    /// <param name="alone">Nobody else's job may be in the same process: who dies there, dies of this one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<WorkerProcess> RentAsync(bool alone, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            if (_waiting.Count == 0 && TryTake(alone) is { } place)
                return place.Worker;
            waiter = new Waiter(alone);
            _waiting.AddLast(waiter);
        }

        await using var cancel = cancellationToken.UnsafeRegister(
            static (waiter, token) => ((Waiter)waiter!).Rented.TrySetCanceled(token), waiter).ConfigureAwait(false);
        return await waiter.Rented.Task.ConfigureAwait(false);
    }

    public void Return(WorkerProcess worker)
    {
        lock (_lock)
        {
            _places.Find(place => place.Worker == worker)?.Leave();
            Serve();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Place[] places;
        await _stop.CancelAsync().ConfigureAwait(false);
        lock (_lock)
        {
            places = [.. _places];
            _places.Clear();
            foreach (var waiter in _waiting)
                waiter.Rented.TrySetException(new ObjectDisposedException(nameof(WorkerPool)));
            _waiting.Clear();
        }

        foreach (var place in places)
            await place.Worker.DisposeAsync().ConfigureAwait(false);
    }

    private void Serve()
    {
        while (_waiting.First is { Value: var waiter })
        {
            if (!waiter.Rented.Task.IsCompleted)
            {
                if (TryTake(waiter.Alone) is not { } place)
                    return;
                // It may give up this very moment.
                if (!waiter.Rented.TrySetResult(place.Worker))
                    place.Leave();
            }

            _waiting.RemoveFirst();
        }
    }

    private Place? TryTake(bool alone)
    {
        var free = _places.Where(place => !place.IsHeldAlone && !place.Worker.HasEnded);
        var place = alone
            ? free.LastOrDefault(place => place.Jobs == 0)
            : free.Take(options.ProcessCount).Where(place => place.Jobs < options.SentencesPerWorker).MinBy(place => place.Jobs);
        place?.Enter(alone);
        return place;
    }

    /// <summary>Waits for the end of a worker, whatever the reason, and starts another in its place.</summary>
    private async Task ReplaceWhenEndedAsync(WorkerProcess worker)
    {
        await worker.Ended.ConfigureAwait(false);
        lock (_lock)
        {
            if (_places.RemoveAll(place => place.Worker == worker) == 0)
                return;
            Serve();
        }

        Interlocked.Increment(ref _crashes);
        WorkerLog.Died(logger, worker.ProcessId, worker.Complaint);
        await worker.DisposeAsync().ConfigureAwait(false);
        for (var pause = FirstRestartPause; !_stop.IsCancellationRequested; pause = TimeSpan.FromTicks(
            Math.Min(pause.Ticks * 2, LongestRestartPause.Ticks)))
        {
            try
            {
                await StartOneAsync(_stop.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _restarts);
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
        var worker = await WorkerProcess.StartAsync(options, either.Token).ConfigureAwait(false);
        if (!TryAdd(worker))
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            throw new OperationCanceledException(_stop.Token);
        }

        _ = ReplaceWhenEndedAsync(worker);
        return worker;
    }

    private bool TryAdd(WorkerProcess worker)
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
                return false;
            _places.Add(new Place(worker));
            Serve();
            return true;
        }
    }

    private sealed class Place(WorkerProcess worker)
    {
        public WorkerProcess Worker => worker;

        public int Jobs { get; private set; }

        public bool IsHeldAlone { get; private set; }

        public void Enter(bool alone) => (Jobs, IsHeldAlone) = (Jobs + 1, alone);

        public void Leave() => (Jobs, IsHeldAlone) = (Jobs - 1, false);
    }

    private sealed class Waiter(bool alone)
    {
        public bool Alone => alone;

        public TaskCompletionSource<WorkerProcess> Rented { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

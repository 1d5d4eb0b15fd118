using Orleans.Storage;

namespace Speeko.Tests.Cluster;

/// <summary>Takes storages away as a Redis may go, from all silos of a test at once, and gives them back.</summary>
internal sealed class StorageCut
{
    private readonly Lock _lock = new();
    private readonly List<(Func<bool> Met, TaskCompletionSource Done)> _waits = [];
    private TaskCompletionSource? _hanging;
    private bool _throws;
    private int _asked;

    public bool IsConnected { get; private set; } = true;

    /// <summary>How many questions came through.</summary>
    public int Asked
    {
        get
        {
            lock (_lock)
                return _asked;
        }
    }

    public bool IsHanging
    {
        get
        {
            lock (_lock)
                return _hanging is not null;
        }
    }

    /// <summary>Called before a question is answered, with "read", "write" or "clear"; may hold it up.</summary>
    public Func<string, Task>? Tap { get; set; }

    public IGrainStorage Around(IGrainStorage storage) => new Passage(storage, this);

    public void Take(StorageLoss loss)
    {
        lock (_lock)
        {
            IsConnected = loss != StorageLoss.Disconnects;
            _throws = loss == StorageLoss.Refuses;
            _hanging = loss == StorageLoss.Hangs ? new() : null;
        }
    }

    /// <summary>What hung has been answered when it ends, with all that follows from that without a pause.</summary>
    public async Task GiveBackAsync()
    {
        TaskCompletionSource? hanging;
        lock (_lock)
        {
            (IsConnected, _throws) = (true, false);
            (hanging, _hanging) = (_hanging, null);
        }

        // On a thread of the pool, where what waits for it goes on at once.
        if (hanging is not null)
            await Task.Run(hanging.SetResult);
    }

    /// <summary>Waits until so many questions have come.</summary>
    public Task AskedAsync(int count)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waits.Add((() => _asked >= count, done));
            Tell();
        }

        return done.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task PassAsync(string question, Func<Task> answer)
    {
        Task hanging;
        lock (_lock)
        {
            _asked++;
            hanging = _hanging?.Task ?? Task.CompletedTask;
            Tell();
        }

        await hanging.ConfigureAwait(false);
        if (!IsConnected || _throws)
            throw new IOException("The storage is away.");
        await (Tap?.Invoke(question) ?? Task.CompletedTask).ConfigureAwait(false);
        await answer().ConfigureAwait(false);
    }

    private void Tell()
    {
        foreach (var wait in _waits.Where(wait => wait.Met()))
            wait.Done.TrySetResult();
    }

    private sealed class Passage(IGrainStorage storage, StorageCut cut) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            cut.PassAsync("read", () => storage.ReadStateAsync(stateName, grainId, grainState));

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            cut.PassAsync("write", () => storage.WriteStateAsync(stateName, grainId, grainState));

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            cut.PassAsync("clear", () => storage.ClearStateAsync(stateName, grainId, grainState));
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Storage;
using Speeko.Silo.Storage;

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

    /// <summary>As a silo has it.</summary>
    public TolerantGrainStorage Tolerate(IGrainStorage storage, IServiceProvider services) => new(
        Around(storage),
        () => IsConnected,
        services.GetRequiredService<DeepCopier>(),
        TimeProvider.System,
        services.GetRequiredService<ILogger<TolerantGrainStorage>>());

    public void Take(StorageLoss loss)
    {
        lock (_lock)
        {
            IsConnected = loss != StorageLoss.Disconnects;
            _throws = loss == StorageLoss.Refuses;
            _hanging = loss == StorageLoss.Hangs ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        }
    }

    public void GiveBack()
    {
        TaskCompletionSource? hanging;
        lock (_lock)
        {
            (IsConnected, _throws) = (true, false);
            (hanging, _hanging) = (_hanging, null);
        }

        hanging?.SetResult();
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

        await hanging;
        if (!IsConnected || _throws)
            throw new IOException("The storage is away.");
        await (Tap?.Invoke(question) ?? Task.CompletedTask);
        await answer();
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

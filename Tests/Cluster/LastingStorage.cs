using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace Speeko.Tests.Cluster;

/// <summary>
/// Grain storage that outlives the silos of a test, as Redis does. The memory storage of Orleans keeps its states in
/// grains: when the silo of such a grain goes, so do subscriptions.
/// </summary>
internal sealed class LastingStorage
{
    private readonly ConcurrentDictionary<string, (byte[] State, string ETag)> _states = [];

    /// <summary>Whose states there are.</summary>
    public IEnumerable<string> Keys => _states.Keys;

    public void AddTo(ISiloBuilder silo, string name) =>
        silo.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => Open(services));

    public IGrainStorage Open(IServiceProvider services) => new View(this, services.GetRequiredService<Serializer>());

    private sealed class View(LastingStorage storage, Serializer serializer) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            grainState.RecordExists = storage._states.TryGetValue(Key(stateName, grainId), out var found);
            grainState.State = grainState.RecordExists ? serializer.Deserialize<T>(found.State) : Activator.CreateInstance<T>();
            grainState.ETag = found.ETag;
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var fresh = (serializer.SerializeToArray(grainState.State), Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
            storage._states.AddOrUpdate(
                Key(stateName, grainId),
                static (key, write) => write.Before is null ? write.Fresh : throw Inconsistent(key, null, write.Before),
                static (key, stored, write) => write.Before == stored.ETag ? write.Fresh : throw Inconsistent(key, stored.ETag, write.Before),
                (Before: grainState.ETag, Fresh: fresh));
            (grainState.ETag, grainState.RecordExists) = (fresh.Item2, true);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (storage._states.TryGetValue(Key(stateName, grainId), out var found) && found.ETag != grainState.ETag)
                throw Inconsistent(Key(stateName, grainId), found.ETag, grainState.ETag);
            storage._states.TryRemove(Key(stateName, grainId), out _);
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
            return Task.CompletedTask;
        }

        private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId}";

        private static InconsistentStateException Inconsistent(string key, string? stored, string? before) =>
            new($"{key} was written by another", stored, before);
    }
}

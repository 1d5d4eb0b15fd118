namespace Speeko.Silo.Storage;

/// <summary>
/// All that waits to be written, at most one state of a grain. When it is full the oldest is forgotten, as if the silo that
/// held it had gone. Thread-safe.
/// </summary>
internal sealed class UnwrittenStates(ILogger<UnwrittenStates> logger)
{
    /// <summary>Of some 1 KB each.</summary>
    public const int Capacity = 4096;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<(string, GrainId), UnwrittenState> _states = [];

    /// <summary>In the order in which they came.</summary>
    public UnwrittenState[] All
    {
        get
        {
            lock (_lock)
                return [.. _states.Values];
        }
    }

    public UnwrittenState? Find(string stateName, GrainId grain)
    {
        lock (_lock)
            return _states.GetValueOrDefault((stateName, grain));
    }

    /// <summary>In the place of an older one of the same grain.</summary>
    public void Put(UnwrittenState state)
    {
        UnwrittenState? oldest = null;
        lock (_lock)
        {
            if (_states.Count == Capacity && !_states.ContainsKey(state.Key))
            {
                oldest = _states.GetAt(0).Value;
                _states.RemoveAt(0);
            }

            _states[state.Key] = state;
        }

        if (oldest is not null)
            StorageLog.Forgotten(logger, oldest.Grain);
    }

    /// <summary>It is written. False: a newer one waits in its place.</summary>
    public bool Remove(UnwrittenState state)
    {
        lock (_lock)
            return _states.TryGetValue(state.Key, out var waiting) && waiting == state && _states.Remove(state.Key);
    }
}

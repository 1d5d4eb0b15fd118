namespace Speeko.Grains.Sessions.Placement;

/// <summary>How many sessions each silo has, as was known a moment ago. Thread-safe; answers at once.</summary>
/// <param name="ask">All silos.</param>
/// <param name="time">By which an answer is old.</param>
internal sealed class SessionsOfSilos(Func<Task<IReadOnlyDictionary<SiloAddress, long>>> ask, TimeProvider time)
{
    /// <summary>Who wants to know makes the next answer come, but not oftener than this.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private IReadOnlyDictionary<SiloAddress, long> _known = new Dictionary<SiloAddress, long>();
    private Task<IReadOnlyDictionary<SiloAddress, long>>? _asking;
    private long _askedAt;

    /// <summary>The last that is known; while a silo does not answer, that stays. Empty at first.</summary>
    public IReadOnlyDictionary<SiloAddress, long> Known
    {
        get
        {
            lock (_lock)
            {
                if (_asking is { IsCompletedSuccessfully: true })
                    _known = _asking.Result;
                if (_asking is null || (_asking.IsCompleted && time.GetElapsedTime(_askedAt) >= Lasting))
                    (_asking, _askedAt) = (ask(), time.GetTimestamp());
                return _known;
            }
        }
    }
}

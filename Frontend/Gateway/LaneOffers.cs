using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>Where this process takes frames, as sessions are told. Thread-safe.</summary>
internal sealed class LaneOffers
{
    private long _attempts;

    /// <summary>Of this process, among all frontends there ever are.</summary>
    public string Frontend { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Names the lanes that are open; those that fell silent were replaced.</summary>
    public Func<IReadOnlyList<string>> Source { get; set; } = static () => [];

    public bool IsOpen(string lane) => Source().Contains(lane);

    public LaneOffer Next() => new(Frontend, [.. Source()], Interlocked.Increment(ref _attempts));
}

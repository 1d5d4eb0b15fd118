namespace Speeko.Relay;

/// <summary>What a subscriber says about its lanes.</summary>
/// <typeparam name="T">Type of the events.</typeparam>
public sealed record RelayLaneSetup<T>
{
    /// <summary>Namespace of the lanes' streams, for example <c>audio</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary>Names the subscribing process, unique for each start of it.</summary>
    public required string Instance { get; init; }

    /// <summary>Makes a heartbeat out of its number. It travels like any other event.</summary>
    public required Func<long, T> CreateBeat { get; init; }

    /// <summary>Tells heartbeats from events that are meant for <see cref="Receive"/>.</summary>
    public required Func<T, bool> IsBeat { get; init; }

    /// <summary>
    /// Takes an event. All lanes of a process share one pump, so this must not wait for anything. Events of one lane come
    /// one after the other, those of different lanes at the same time.
    /// </summary>
    public required Action<T> Receive { get; init; }

    /// <summary>
    /// Called when a lane was replaced and the new one has proven itself; whoever was given the old name needs the new.
    /// Calls come one after the other and must not wait.
    /// </summary>
    public Action<RelayLaneReplacement>? Replaced { get; init; }
}

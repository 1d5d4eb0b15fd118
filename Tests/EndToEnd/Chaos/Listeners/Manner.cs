namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>How a listener behaves.</summary>
/// <param name="Name">For the log.</param>
/// <param name="Takes">How fast it takes what it hears.</param>
/// <param name="ByToken">Its text comes as a language model writes it, and not whole.</param>
/// <param name="Midway">What it does in the middle of an utterance.</param>
internal sealed record Manner(string Name, Appetite Takes, bool ByToken = false, Midway Midway = Midway.Listens)
{
    public static IReadOnlyList<Manner> All { get; } =
    [
        new("plays", Appetite.RealTime),
        new("plays what is written meanwhile", Appetite.RealTime, ByToken: true),
        new("takes all it gets", Appetite.Greedy),
        new("takes all it gets of what is written meanwhile", Appetite.Greedy, ByToken: true),
        new("reads with pauses", Appetite.Fitful),
        new("interrupts", Appetite.RealTime, Midway: Midway.Cancels),
        new("breaks off and comes back", Appetite.RealTime, Midway: Midway.BreaksOff),
        new("stops reading and leaves the connection open", Appetite.RealTime, Midway: Midway.FallsSilent),
        new("comes back while its old connection is still open", Appetite.RealTime, Midway: Midway.LeavesItOpen),
    ];

    /// <summary>That of one of a crowd.</summary>
    public static Manner Of(int number) => All[number % All.Count];
}

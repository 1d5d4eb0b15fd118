namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>How a listener comes back whose connection was lost in the middle of an utterance.</summary>
internal interface IComeback
{
    /// <summary>
    /// Connects. A visit with the oracle of the lost session goes on with it, and nothing is asked for again; with another
    /// oracle it is a new session, and the utterance is asked for from its start.
    /// </summary>
    Task<Visit> ConnectAsync(ChaosCluster cluster, int frontend, Oracle lost);
}

namespace Speeko.Tests.EndToEnd.Chaos.Disturbances;

/// <summary>One thing that goes wrong.</summary>
internal interface IDisturbance
{
    /// <summary>For the log, before it happens.</summary>
    string Name { get; }

    /// <summary>Makes it happen, and returns when the worst is over: the cluster may need a while yet. Says to whom it happened.</summary>
    Task<string> StrikeAsync(ChaosCluster cluster, Random random);
}

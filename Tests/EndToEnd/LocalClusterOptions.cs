namespace Speeko.Tests.EndToEnd;

/// <summary>What cluster a test wants.</summary>
public sealed record LocalClusterOptions
{
    public int Silos { get; init; } = 2;

    public int Frontends { get; init; } = 2;

    /// <summary>On a real redis-server of its own, not on the store inside the launcher.</summary>
    public bool WithRedis { get; init; }

    /// <summary><c>host:port</c> of a Redis that belongs to the test and outlives the cluster; null for none.</summary>
    public string? RedisEndpoint { get; init; }

    /// <summary>Speak the sample when it is up.</summary>
    public bool WithDemo { get; init; }

    /// <summary>Null for one of its own; that of a running cluster to see what two in one folder do.</summary>
    public string? OutputFolder { get; init; }

    /// <summary><c>NAME=value</c> for the environment of its processes.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Further arguments of <c>speeko up</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

namespace Speeko.Cli.Launch;

/// <summary>What <c>speeko up</c> was asked for.</summary>
internal sealed record LaunchOptions
{
    /// <summary>Ports from one frontend to the next.</summary>
    private const int PortStep = 10;

    public required int Silos { get; init; }

    public required int Frontends { get; init; }

    public required int Port { get; init; }

    public required string Host { get; init; }

    /// <summary><c>host:port</c>; empty for the embedded store.</summary>
    public required string Redis { get; init; }

    public required string ApiKey { get; init; }

    public required string OutputFolder { get; init; }

    public required bool WithDemo { get; init; }

    /// <summary>Each serves everything on both of its ports; two, because deployments split WebSocket and SSE.</summary>
    public int[] PortsOf(int frontend) => [Port + (frontend * PortStep), Port + (frontend * PortStep) + 1];

    /// <summary>How this machine reaches a frontend.</summary>
    public Uri UrlOf(int frontend) => new($"http://{ReachableHost}:{PortsOf(frontend)[0]}");

    private string ReachableHost => Host is "0.0.0.0" or "*" or "+" or "::" or "[::]" ? "127.0.0.1" : Host;
}

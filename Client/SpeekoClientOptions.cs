namespace Speeko.Client;

/// <summary>Where the server is, and who asks.</summary>
public sealed record SpeekoClientOptions
{
    /// <summary>Address of a frontend, <c>http</c> or <c>https</c>.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:8000");

    /// <summary>Further frontends of the same cluster. Connections are made to all by turns, and go on at another when one is lost.</summary>
    public IReadOnlyList<Uri> Alternatives { get; init; } = [];

    /// <summary>Sent as <c>X-API-Key</c>; empty for a server that asks for none.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>How long connecting, or listing the voices, may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a connection that was lost is tried to be made again, to go on where it was; zero for not at all. A server keeps a
    /// session for 30 s.
    /// </summary>
    public TimeSpan ResumeWithin { get; init; } = TimeSpan.FromSeconds(20);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

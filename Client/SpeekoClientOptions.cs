namespace Speeko.Client;

/// <summary>Where the server is, and who asks.</summary>
public sealed record SpeekoClientOptions
{
    /// <summary>Address of a frontend, <c>http</c> or <c>https</c>.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:8000");

    /// <summary>Sent as <c>X-API-Key</c>; empty for a server that asks for none.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>How long connecting, or listing the voices, may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

using System.CommandLine;
using Speeko.Client;

namespace Speeko.Cli.Commands;

/// <summary>Which server a command talks to: options, then environment, then a cluster on this machine.</summary>
internal sealed class ConnectionOptions
{
    /// <summary>What <c>speeko up</c> lets in unless told otherwise.</summary>
    public const string LocalKey = "speeko-local";

    private readonly Option<string[]> _urls = new("--url")
    {
        Description = "The server; several frontends of one cluster stand in for each other. Also by environment variable SPEEKO_URL, separated by spaces.",
        HelpName = "URL",
        DefaultValueFactory = _ => (FromEnvironment("SPEEKO_URL") ?? "http://127.0.0.1:8000").Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = "API key; also by environment variable SPEEKO_KEY.",
        HelpName = "KEY",
        DefaultValueFactory = _ => FromEnvironment("SPEEKO_KEY") ?? LocalKey,
    };

    public void AddTo(Command command)
    {
        command.Add(_urls);
        command.Add(_key);
    }

    public SpeekoClient Connect(ParseResult parsed)
    {
        Uri[] urls = [.. parsed.GetValue(_urls)!.Select(ToUrl)];
        if (urls.Length == 0)
            throw new CommandFailure("--url must name a server.");
        return new SpeekoClient(new SpeekoClientOptions { Url = urls[0], Alternatives = urls[1..], ApiKey = parsed.GetValue(_key)! });
    }

    private static Uri ToUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new CommandFailure($"--url must be an http or https address, not '{text}'.");

    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

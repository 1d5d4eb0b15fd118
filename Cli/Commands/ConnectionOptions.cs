using System.CommandLine;
using Speeko.Client;

namespace Speeko.Cli.Commands;

/// <summary>Which server a command talks to: options, then environment, then a cluster on this machine.</summary>
internal sealed class ConnectionOptions
{
    /// <summary>What <c>speeko up</c> lets in unless told otherwise.</summary>
    public const string LocalKey = "speeko-local";

    private readonly Option<string> _url = new("--url")
    {
        Description = "The server; also by environment variable SPEEKO_URL.",
        HelpName = "URL",
        DefaultValueFactory = _ => FromEnvironment("SPEEKO_URL") ?? "http://127.0.0.1:8000",
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = "API key; also by environment variable SPEEKO_KEY.",
        HelpName = "KEY",
        DefaultValueFactory = _ => FromEnvironment("SPEEKO_KEY") ?? LocalKey,
    };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_key);
    }

    public SpeekoClient Connect(ParseResult parsed)
    {
        var text = parsed.GetValue(_url)!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new CommandFailure($"--url must be an http or https address, not '{text}'.");
        }

        return new SpeekoClient(new SpeekoClientOptions { Url = url, ApiKey = parsed.GetValue(_key)! });
    }

    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

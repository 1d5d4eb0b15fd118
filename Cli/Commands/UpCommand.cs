using System.CommandLine;
using System.CommandLine.Parsing;
using Speeko.Cli.Launch;

namespace Speeko.Cli.Commands;

/// <summary><c>speeko up</c>: a whole cluster on this machine.</summary>
internal static class UpCommand
{
    public static Command Create(StopSignals signals)
    {
        var silos = Count("--silos", "How many silos speak.", 2);
        var frontends = Count("--frontends", "How many frontends listen; each further one takes ports 10 higher.", 1);
        var port = new Option<int>("--port")
        {
            Description = "First port; the next one up serves the same.",
            HelpName = "P",
            DefaultValueFactory = _ => 8000,
            Validators = { result => Check(result, 1, 65534) },
        };
        var host = Text("--host", "Address to listen at; 0.0.0.0 for all.", "ADDRESS", "127.0.0.1");
        var redis = Text("--redis", "Redis to use; without it a store inside this process.", "HOST:PORT", "");
        var key = Text("--key", "API key that listeners show.", "KEY", ConnectionOptions.LocalKey);
        var output = Text("--out", "Folder for logs and the sample.", "DIR", "out");
        var noDemo = new Option<bool>("--no-demo") { Description = "Do not speak a sample sentence." };
        var owned = new Option<bool>("--stop-with-stdin") { Description = "Stop also when standard input ends; for programs that run a cluster." };
        var command = new Command("up", "Run a cluster on this machine until Ctrl-C.")
        {
            silos, frontends, port, host, redis, key, output, noDemo, owned,
        };
        command.SetAction((parsed, _) =>
        {
            if (parsed.GetValue(owned))
                signals.FollowInput();
            return new Launcher(OptionsOf(parsed), signals, TimeProvider.System).RunAsync();
        });
        return command;

        LaunchOptions OptionsOf(ParseResult parsed) => new()
        {
            Silos = parsed.GetValue(silos),
            Frontends = parsed.GetValue(frontends),
            Port = parsed.GetValue(port),
            Host = parsed.GetValue(host)!,
            Redis = parsed.GetValue(redis)!,
            ApiKey = parsed.GetValue(key)!,
            OutputFolder = Path.GetFullPath(parsed.GetValue(output)!),
            WithDemo = !parsed.GetValue(noDemo),
        };
    }

    private static Option<int> Count(string name, string description, int count) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => count,
        Validators = { result => Check(result, 1, 64) },
    };

    private static Option<string> Text(string name, string description, string shape, string value) => new(name)
    {
        Description = description,
        HelpName = shape,
        DefaultValueFactory = _ => value,
    };

    private static void Check(OptionResult result, int least, int most)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
            result.AddError($"{result.Option.Name} must be {least} to {most}.");
    }
}

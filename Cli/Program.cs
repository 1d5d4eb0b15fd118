using System.CommandLine;
using System.CommandLine.Invocation;
using Speeko.Cli.Commands;
using Speeko.Client;

namespace Speeko.Cli;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var signals = new StopSignals();
        var root = new RootCommand("speeko: run a voice cluster on this machine, and speak with one anywhere.")
        {
            UpCommand.Create(signals),
        };
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction mistake)
            mistake.ShowHelp = false;
        try
        {
            // The signals are ours: the library would end the process after two seconds, with the cluster still running.
            var own = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(own, signals.Stop);
        }
        catch (CommandFailure failure)
        {
            await Console.Error.WriteLineAsync($"speeko: {failure.Message}");
            return failure.ExitCode;
        }
        catch (SpeechException refused)
        {
            await Console.Error.WriteLineAsync($"speeko: {refused.Message}");
            return CommandFailure.Failed;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return CommandFailure.Interrupted;
        }
    }
}

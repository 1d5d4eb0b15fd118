using System.CommandLine;
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
            SayCommand.Create(signals),
            VoicesCommand.Create(signals),
            SplitCommand.Create(signals),
        };
        var parsed = root.Parse(args);
        if (Mistakes.Of(parsed) is { Length: > 0 } mistakes)
        {
            await Console.Error.WriteLineAsync($"speeko: {mistakes} See speeko --help.");
            return CommandFailure.Misused;
        }

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

namespace Speeko.Cli;

/// <summary>Ends a command with one clear line on standard error.</summary>
internal sealed class CommandFailure(string message, int exitCode = CommandFailure.Failed) : Exception(message)
{
    public const int Failed = 1;

    /// <summary>The command line is not understood.</summary>
    public const int Misused = 2;

    /// <summary>What shells expect of a command that Ctrl-C ended.</summary>
    public const int Interrupted = 130;

    public int ExitCode => exitCode;
}

namespace Speeko.Tests.EndToEnd;

/// <summary>Runs <c>speeko</c> as its users do.</summary>
internal static class SpeekoCommand
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public static RunningProgram Start(params string[] arguments) =>
        RunningProgram.Start("dotnet", [Checkout.Speeko, .. arguments]);

    /// <summary>With variables in its environment.</summary>
    public static RunningProgram Start(string[] arguments, IReadOnlyDictionary<string, string> environment) =>
        RunningProgram.Start("dotnet", [Checkout.Speeko, .. arguments], environment: environment);

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var program = Start(arguments);
        await program.WriteAsync("", isLast: true);
        return (await program.ExitCodeAsync(Limit), program.Output, program.Errors);
    }
}

namespace Speeko.Tests.EndToEnd.Scripts;

/// <summary><c>--chaos</c> of the test scripts: what is not a duration is refused before anything is built.</summary>
[Collection(ScriptCollection.Name)]
public sealed class ChaosOptionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("soon")]
    [InlineData("0m")]
    [InlineData("1.5h")]
    [InlineData("60")]
    [InlineData("-5s")]
    public async Task What_is_no_duration_is_refused_with_an_example(string duration)
    {
        await using var bash = RunningProgram.Start("bash", [Checkout.PathOf("test.sh"), "--chaos", duration]);
        Assert.Equal(2, await bash.ExitCodeAsync(Limit));
        Assert.Contains("such as 90s, 60m or 2h", bash.Errors, StringComparison.Ordinal);

        using var powerShell = new PowerShellRun("test.ps1", "--chaos", duration);
        await powerShell.EndAsync(Limit);
        Assert.Contains("such as 90s, 60m or 2h", powerShell.Output, StringComparison.Ordinal);
        Assert.EndsWith("exit 2", powerShell.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_duration_at_all_is_refused_too()
    {
        await using var bash = RunningProgram.Start("bash", [Checkout.PathOf("test.sh"), "--chaos"]);
        Assert.Equal(2, await bash.ExitCodeAsync(Limit));
    }
}

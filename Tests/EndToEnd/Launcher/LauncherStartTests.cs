using System.Net;
using System.Net.Sockets;

namespace Speeko.Tests.EndToEnd.Launcher;

/// <summary>Starts that can't succeed end at once, with a line that says what to do.</summary>
public sealed class LauncherStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("speeko-start-");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    public async Task A_port_in_use_is_named_with_the_option_to_change_it(int offset)
    {
        var port = FreePorts.Find(0, 1, 10, 11);
        using var taken = new TcpListener(IPAddress.Loopback, port + offset);
        taken.Start();

        var (code, output, errors) = await UpAsync("--port", $"{port}", "--frontends", "2");

        Assert.Equal(1, code);
        Assert.Equal($"speeko: Port {port + offset} of 127.0.0.1 is in use; choose another with --port.\n", errors);
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_Redis_that_does_not_answer_is_named()
    {
        var port = FreePorts.Find(0, 1, 50);

        var (code, _, errors) = await UpAsync("--port", $"{port}", "--redis", $"127.0.0.1:{port + 50}");

        Assert.Equal(1, code);
        Assert.StartsWith($"speeko: Redis can not be reached at 127.0.0.1:{port + 50} (", errors, StringComparison.Ordinal);
        Assert.EndsWith("check --redis.\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_ends_during_the_start_is_named_with_its_last_words()
    {
        var (code, _, errors) = await UpAsync("--port", $"{FreePorts.Find(0, 1)}", "--silos", "1", "--key", "");

        Assert.Equal(1, code);
        Assert.Contains("frontend 1 ended with exit code 1 before it was ready", errors, StringComparison.Ordinal);
        Assert.Contains("No API key is set", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--silos", "0")]
    [InlineData("--frontends", "two")]
    [InlineData("--port", "70000")]
    [InlineData("--silo", "1")]
    public async Task What_can_not_be_meant_is_refused(string option, string value)
    {
        var (code, output, errors) = await UpAsync(option, value);

        Assert.Equal(2, code);
        Assert.Contains(option, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_signal_during_the_start_leaves_nothing_behind()
    {
        await using var launcher = SpeekoCommand.Start("up", "--port", $"{FreePorts.Find(0, 1)}", "--out", _folder.FullName);
        await launcher.LineAsync(line => line.StartsWith("Starting", StringComparison.Ordinal), SpeekoCommand.Limit);
        await Eventually.TrueAsync(
            () => ProcessTable.ChildrenOf(launcher.Id).Count == 3, SpeekoCommand.Limit, () => launcher.Output);
        var started = ProcessTable.DescendantsOf(launcher.Id);

        launcher.Signal(ProcessTable.Terminate);

        var code = await launcher.ExitCodeAsync(LocalCluster.StopLimit);
        Assert.True(code == 130, $"{code}: {launcher.Output}{launcher.Errors}");
        await ProcessTable.WaitUntilGoneAsync(started, LocalCluster.StopLimit);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<(int ExitCode, string Output, string Errors)> UpAsync(params string[] arguments) =>
        SpeekoCommand.RunAsync(["up", "--out", _folder.FullName, .. arguments]);
}

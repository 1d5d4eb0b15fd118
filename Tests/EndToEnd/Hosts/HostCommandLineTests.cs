namespace Speeko.Tests.EndToEnd.Hosts;

/// <summary>What the two hosts say when they are asked, or can't work: one clear line and an exit code.</summary>
public sealed class HostCommandLineTests
{
    [Fact]
    public async Task Both_explain_themselves()
    {
        foreach (var start in (Func<string[], RunningProgram>[])[HostPrograms.Silo, HostPrograms.Frontend])
        {
            await using var program = start(["--help"]);
            Assert.Equal(0, await program.ExitCodeAsync(HostPrograms.Limit));
            Assert.Contains("--Cluster:Redis", program.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("silo", "--Cluster:Radis=x", "There is no setting --Cluster:Radis")]
    [InlineData("frontend", "--Limits:MaxTextChar=1", "There is no setting --Limits:MaxTextChar")]
    [InlineData("frontend", "--Limits:MaxTextChars=0", "MaxTextChars")]
    [InlineData("frontend", "--Auth:AllowAnonymous=false", "No API key is set")]
    [InlineData("silo", "--CHUNK_SIZE=4097", "CHUNK_SIZE must be even")]
    [InlineData("silo", "--Relay:QueueCount=0", "QueueCount")]
    [InlineData("silo", "--SpeechWorkers:WorkerPath=nowhere.dll", "SpeechWorkers:WorkerPath")]
    [InlineData("silo", "--Cluster:Redis=127.0.0.1:1,connectTimeout=500,connectRetry=0", "Cluster:Redis")]
    public async Task What_is_wrong_stands_in_one_line(string host, string setting, string reason)
    {
        var port = FreePorts.Find(0, 1, 2);
        string[] arguments = [$"--urls=http://127.0.0.1:{port}", $"--Cluster:GatewayPort={port + 1}", setting];
        await using var program = host == "silo"
            ? HostPrograms.Silo([.. arguments, $"--Cluster:SiloPort={port + 2}"])
            : HostPrograms.Frontend(arguments);

        Assert.NotEqual(0, await program.ExitCodeAsync(HostPrograms.Limit));

        var line = Assert.Single(program.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), text => text.StartsWith("speeko-", StringComparison.Ordinal));
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Errors, StringComparison.Ordinal);
    }
}

namespace Speeko.Tests.EndToEnd.Launcher;

/// <summary>What <c>speeko up</c> shows when all is well.</summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class SampleTests(EmbeddedClusterCollection.Fixture fixture)
{
    private readonly LocalCluster _cluster = fixture.Cluster;

    [Fact]
    public void The_cluster_calls_itself_ready_in_one_line()
    {
        var ready = _cluster.Output.Split('\n').Where(line => line.Contains("Speeko is ready", StringComparison.Ordinal));

        Assert.Equal([$"Speeko is ready at http://127.0.0.1:{_cluster.Urls[0].Port}"], ready);
    }

    [Fact]
    public void The_sample_is_a_sentence_of_speech_that_begins_at_once()
    {
        var wav = new WavFile(Path.Combine(_cluster.OutputFolder, "hello.wav"));

        Assert.InRange(wav.Seconds, 2, 8);
        Assert.InRange(wav.LeadingSilenceSeconds, 0, 0.3);
    }

    [Fact]
    public void Silos_frontends_and_engines_run_as_processes_of_their_own()
    {
        var processes = _cluster.ProcessIds;

        Assert.Equal(2, processes.Silos.Count);
        Assert.Equal(2, processes.Frontends.Count);
        Assert.True(processes.Workers.Count >= 2, $"{processes.Workers.Count} workers");
        Assert.All(processes.All, id => Assert.True(ProcessTable.IsAlive(id), $"{id} is not alive"));
    }

    [Fact]
    public async Task Every_frontend_is_ready_on_both_of_its_ports()
    {
        using var http = new HttpClient();
        foreach (var url in _cluster.Urls)
        {
            foreach (var port in (int[])[url.Port, url.Port + 1])
                Assert.Equal("ready", await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/health/ready")));
        }
    }
}

using System.Globalization;
using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Caching;

/// <summary>
/// Many sentences that are never heard twice: silos keep to their memory, and the store to what the cluster needs.
/// <c>SPEEKO_SENTENCES</c> says how many.
/// </summary>
public sealed class ManySentencesTests(ITestOutputHelper output)
{
    private const int Listeners = 8;
    private const int PerMessage = 25;

    /// <summary>Until memory is full and code is compiled, growing is no sign.</summary>
    private const int ToFillUp = 500;

    /// <summary>
    /// A silo at rest takes 110 MiB; then there are 24 MiB of audio in memory, 8 MiB on the way to Redis, frames that
    /// listeners have not taken yet, and garbage. It takes as much after a few thousand sentences as after 50,000.
    /// </summary>
    private const int MaxMiB = 320;

    private readonly int _sentences = TestSize.Of("SPEEKO_SENTENCES", 500);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silos_stay_within_their_memory(bool withRedis)
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalClusterOptions { WithRedis = withRedis });
        var silos = cluster.ProcessIds.Silos;
        await SpeakAsync(cluster, 0, ToFillUp);
        var before = silos.Select(ResidentMiB).ToArray();

        await SpeakAsync(cluster, ToFillUp, _sentences);

        var after = silos.Select(ResidentMiB).ToArray();
        output.WriteLine($"{_sentences} sentences: {string.Join(", ", before)} MiB before, {string.Join(", ", after)} MiB after");
        using (var counters = await cluster.GetJsonAsync("/v1/stats"))
            output.WriteLine($"{counters.RootElement}");
        Assert.All(after, silo => Assert.InRange(silo, 1, MaxMiB));
        Assert.True(await cluster.CountAsync("syntheses") >= ToFillUp + _sentences);
        await ASiloThatDiesIsReplacedAsync(cluster);
    }

    /// <summary>However much audio was kept, who belongs to the cluster is not forgotten.</summary>
    private static async Task ASiloThatDiesIsReplacedAsync(LocalCluster cluster)
    {
        var dead = cluster.ProcessIds.Silos[0];
        await cluster.KillAsync(dead);
        await cluster.LineAsync(line => line.StartsWith("silo 1 is ready", StringComparison.Ordinal) && line.Contains(" s)", StringComparison.Ordinal) && !line.Contains($"process {dead},", StringComparison.Ordinal));
        await using var socket = await RawSocket.ConnectAsync(cluster.Urls[0], cluster.ApiKey);
        await socket.SendAsync(new { text = "One more." });
        Assert.True((await socket.HearAsync()).IsComplete, cluster.Logs);
        Assert.DoesNotContain("membership table version is missing", cluster.Logs, StringComparison.Ordinal);
    }

    private static Task SpeakAsync(LocalCluster cluster, int first, int count) =>
        Task.WhenAll(Enumerable.Range(0, Listeners).Select(listener => SpeakAsync(cluster, listener, first, count / Listeners)));

    private static async Task SpeakAsync(LocalCluster cluster, int listener, int first, int count)
    {
        await using var socket = await RawSocket.ConnectAsync(cluster.Urls[listener % cluster.Urls.Count], cluster.ApiKey);
        for (var done = 0; done <= count; done += PerMessage)
        {
            var numbers = Enumerable.Range(first + done, PerMessage);
            await socket.SendAsync(new { text = string.Join(' ', numbers.Select(number => $"It is {number} of {listener}.")) });
            var answer = await socket.HearAsync();
            Assert.True(answer.IsComplete, answer.Last.ToString());
        }
    }

    private static int ResidentMiB(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}

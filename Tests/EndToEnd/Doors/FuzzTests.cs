using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Doors;

/// <summary>
/// Nonsense in ten voices. <c>SPEEKO_FUZZ_TEXTS</c> sets how many texts; 10,000 take a few minutes.
/// </summary>
[Collection(EmbeddedClusterCollection.Name)]
public sealed class FuzzTests(EmbeddedClusterCollection.Fixture fixture, ITestOutputHelper output)
{
    private const int DefaultTexts = 600;
    private static readonly string[] Voices = ["hi", "ar", "cmn", "ja", "en-us", "de", "el", "ko", "ru", "bn"];

    private static int Texts => int.TryParse(
        Environment.GetEnvironmentVariable("SPEEKO_FUZZ_TEXTS"), CultureInfo.InvariantCulture, out var texts) ? texts : DefaultTexts;

    [Fact]
    public async Task Every_text_is_answered_and_no_silo_or_frontend_restarts()
    {
        var processes = fixture.Cluster.HostProcessIds();
        var crashes = await fixture.Cluster.CountAsync("worker_crashes");
        var outcomes = await Task.WhenAll(Voices.Select((voice, i) => SpeakAsync(voice, seed: 7919 * (i + 1), Texts / Voices.Length)));

        foreach (var (voice, codes) in Voices.Zip(outcomes))
        {
            output.WriteLine($"{voice}: {string.Join(", ", codes.GroupBy(code => code).Select(group => $"{group.Key} {group.Count()}"))}");
            Assert.All(codes, code => Assert.True(code is "spoken" or "nothing_to_speak" or "text_rejected", $"{voice}: {code}"));
        }

        output.WriteLine($"worker crashes: {await fixture.Cluster.CountAsync("worker_crashes") - crashes}");
        Assert.Equal(processes, fixture.Cluster.HostProcessIds());
    }

    private async Task<List<string>> SpeakAsync(string voice, int seed, int texts)
    {
        var random = new Random(seed);
        var codes = new List<string>(texts);
        await using var socket = await RawSocket.ConnectAsync(fixture.Cluster.Urls[^1], fixture.Cluster.ApiKey);
        for (var i = 0; i < texts; i++)
        {
            await socket.SendAsync(new { text = RandomText(random), voice_id = voice });
            var answer = await socket.HearAsync();
            codes.Add(answer.IsComplete && answer.Chunks.Count > 0 ? "spoken" : answer.ErrorCode ?? "empty");
        }

        return codes;
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        var length = random.Next(1, 80);
        while (text.Length < length)
        {
            var (from, to) = random.Next(12) switch
            {
                0 => (0x0900, 0x0980),
                1 => (0x0600, 0x0700),
                2 => (0x4E00, 0x9FFF),
                3 => (0x3040, 0x3100),
                4 => (0x1F300, 0x1F700),
                5 => (0x0001, 0x0300),
                6 => (0x2000, 0x2100),
                7 => (0xAC00, 0xD7A4),
                8 => (0xE000, 0xFFFE),
                9 => (0x10000, 0x10FFFE),
                _ => (0x0020, 0x007F),
            };
            var point = random.Next(from, to);
            if (Rune.IsValid(point))
                text.Append(new Rune(point).ToString());
        }

        return text.ToString();
    }
}

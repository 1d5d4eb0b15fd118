using System.Text.Json;

namespace Speeko.Tests.EndToEnd.Commands;

[Collection(EmbeddedClusterCollection.Name)]
public sealed class VoicesTests(EmbeddedClusterCollection.Fixture fixture)
{
    private readonly string _url = fixture.Cluster.Urls[0].ToString();

    [Fact]
    public async Task Lists_more_than_a_hundred_voices()
    {
        var (code, output, errors) = await SpeekoCommand.RunAsync("voices", "--url", _url);

        Assert.True(code == 0, errors);
        Assert.True(output.Trim().Split('\n').Length > 100, output);
        Assert.Contains("en-gb", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_those_of_one_language_as_JSON()
    {
        var (code, output, errors) = await SpeekoCommand.RunAsync("voices", "--language", "en", "--json", "--url", _url);

        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(output);
        var voices = json.RootElement.EnumerateArray().Select(voice => voice.GetProperty("voice_id").GetString()).ToList();
        Assert.Contains("en-us", voices);
        Assert.DoesNotContain("de", voices);
    }
}

using CsCheck;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;
using Speeko.Speech.Voices;

namespace Speeko.Tests.Speech.Voices;

public sealed class VoiceNamingTests
{
    [Fact]
    public void A_voice_is_called_by_its_first_language_in_lower_case() =>
        Assert.Equal([("en-gb", "gmw/en")], Name(Voice("gmw/en", "en-GB", "en")));

    [Fact]
    public void A_second_voice_of_a_language_is_called_by_its_file() =>
        Assert.Equal(
            [("en-gb", "gmw/en"), ("en-gb-scotland", "gmw/en-GB-scotland")],
            Name(Voice("gmw/en", "en-gb"), Voice("gmw/en-GB-scotland", "en-gb")));

    [Fact]
    public void A_voice_without_a_name_of_its_own_left_is_passed_over() =>
        Assert.Equal([("de", "gmw/de")], Name(Voice("gmw/de", "de"), Voice("other/de", "de")));

    [Fact]
    public void Voices_without_language_or_data_are_passed_over() =>
        Assert.Empty(Name(Voice("gmw/xx"), Voice("mb/mb-de1", "de")));

    [Fact]
    public void Ids_are_unique_in_any_case_and_lower() =>
        Gen.Select(Gen.OneOf("a/De", "b/de", "c/EN", "mb/x", "d/d-e"), Gen.OneOf("de", "DE", "en", "d-e").Array[0, 2])
            .Array[0, 12].Sample(listed =>
            {
                var ids = Name([.. listed.Select(voice => Voice(voice.Item1, voice.Item2))]).Select(named => named.Id).ToArray();

                Assert.Equal(ids.Length, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
                Assert.All(ids, id => Assert.Equal(id.ToLowerInvariant(), id));
            });

    private static (string Id, string Identifier)[] Name(params EngineVoice[] voices) =>
        [.. VoiceNaming.Name(voices, "test").Select(named => (named.Voice.Id, named.Identifier))];

    private static EngineVoice Voice(string identifier, params string[] languages) =>
        new(identifier, identifier, VoiceGender.Unknown, languages);
}

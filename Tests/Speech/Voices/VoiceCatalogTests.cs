using CsCheck;
using Speeko.Speech.Engines;
using Speeko.Speech.Voices;

namespace Speeko.Tests.Speech.Voices;

public sealed class VoiceCatalogTests
{
    private readonly VoiceCatalog _catalog = new([
        Voice("en-gb", "en-gb", "en"),
        Voice("en-us", "en-us", "en"),
        Voice("de", "de"),
        Voice("cmn", "cmn", "zh-cmn", "zh"),
        Voice("yue", "yue", "zh-yue"),
        Voice("pt", "pt"),
        Voice("pt-br", "pt-br", "pt"),
        Voice("es-419", "es-419", "es-mx"),
    ]);

    [Theory]
    [InlineData("de", "de")]
    [InlineData("DE", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("de_CH", "de")]
    [InlineData("de-Latn-DE-1996", "de")]
    [InlineData("en", "en-us")]
    [InlineData("en-GB", "en-gb")]
    [InlineData("en-AU", "en-us")]
    [InlineData("zh-CN", "cmn")]
    [InlineData("zh-Hans-CN", "cmn")]
    [InlineData("zh-HK", "yue")]
    [InlineData("pt", "pt-br")]
    [InlineData("es-MX", "es-419")]
    [InlineData("es", "es-419")]
    [InlineData("es-ES", "es-419")]
    public void A_language_is_found_as_people_write_it(string tag, string voice) =>
        Assert.Equal(voice, _catalog.ForLanguage(tag)?.Id);

    [Theory]
    [InlineData("tlh")]
    [InlineData("d")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-de")]
    [InlineData("english")]
    public void What_no_voice_speaks_is_not_found(string tag) => Assert.Null(_catalog.ForLanguage(tag));

    [Fact]
    public void A_usual_voice_that_is_missing_is_passed_over() =>
        Assert.Equal("pt", new VoiceCatalog([Voice("pt", "pt")]).ForLanguage("pt")?.Id);

    [Fact]
    public void A_voice_is_found_by_its_id_in_any_case()
    {
        Assert.Equal("en-gb", _catalog.ById("EN-gb")?.Id);
        Assert.Null(_catalog.ById("en"));
    }

    [Fact]
    public void No_tag_is_too_strange_to_be_answered() =>
        Gen.Char["-_dezh \0é"].Array[0, 128].Sample(tag => _ = _catalog.ForLanguage(new string(tag))?.Id);

    private static Voice Voice(string id, params string[] languages) => new(id, id, languages, VoiceGender.Unknown, "test");
}

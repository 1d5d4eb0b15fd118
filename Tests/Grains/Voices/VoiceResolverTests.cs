using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Voices;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Grains.Voices;

public sealed class VoiceResolverTests
{
    private readonly VoiceResolver _resolver = new(new ScriptedEngine());

    [Theory]
    [InlineData(null, null, "en-us")]
    [InlineData("", "", "en-us")]
    [InlineData("DE", null, "de")]
    [InlineData(null, "de-AT", "de")]
    [InlineData("en-us", "de", "en-us")]
    public void A_voice_that_is_named_counts_before_the_language(string? voice, string? language, string expected)
    {
        var error = _resolver.Resolve(
            new UtteranceSettings { VoiceId = voice, Language = language, Container = AudioContainer.Wav }, out var id, out var format);

        Assert.Null(error);
        Assert.Equal(expected, id);
        Assert.Equal(new AudioFormat(AudioContainer.Wav, 22050, 1), format);
    }

    [Theory]
    [InlineData("klaus", null, SpeechErrorCode.UnknownVoice, "voice_id")]
    [InlineData(null, "tlh", SpeechErrorCode.UnknownLanguage, "language")]
    [InlineData("de", "tlh", SpeechErrorCode.UnknownLanguage, "language")]
    public void What_is_not_known_is_named(string? voice, string? language, SpeechErrorCode code, string field)
    {
        var error = _resolver.Resolve(new UtteranceSettings { VoiceId = voice, Language = language }, out _, out _);

        Assert.Equal((code, field), (error?.Code, error?.Field));
        Assert.Contains(field == "language" ? language! : voice!, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_any_length_makes_a_message_of_moderate_length()
    {
        var error = _resolver.Resolve(new UtteranceSettings { VoiceId = new string('x', 128) }, out _, out _);

        Assert.InRange(error!.Message.Length, 64, 160);
    }

    [Fact]
    public void A_sample_rate_that_the_voice_does_not_have_is_refused()
    {
        Assert.Null(_resolver.Resolve(new UtteranceSettings { SampleRateHz = 22050 }, out _, out _));
        var error = _resolver.Resolve(new UtteranceSettings { SampleRateHz = 8000 }, out _, out _);

        Assert.Equal((SpeechErrorCode.BadField, "sample_rate", 22050.0), (error?.Code, error?.Field, error?.Limit));
    }
}

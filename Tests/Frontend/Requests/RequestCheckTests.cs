using Microsoft.Extensions.Options;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Requests;

public sealed class RequestCheckTests
{
    private static readonly SpeechRequest Good = new() { Text = "Hello." };

    private readonly RequestCheck _check = new(Options.Create(new LimitOptions { MaxTextChars = 100 }));

    [Fact]
    public void What_a_request_leaves_open_means_the_default()
    {
        Assert.Null(_check.Check(Good, isPart: false, out var settings));

        Assert.Equal(new UtteranceSettings { SpeakingRate = 1, Container = AudioContainer.Pcm }, settings);
    }

    [Fact]
    public void What_a_request_says_is_meant()
    {
        var request = Good with { VoiceId = "de", Language = "de-AT", SpeakingRate = 0.25, Format = "wav", SampleRateHz = 8000 };

        Assert.Null(_check.Check(request, isPart: false, out var settings));
        Assert.Equal(
            new UtteranceSettings
            {
                VoiceId = "de",
                Language = "de-AT",
                SpeakingRate = 0.25,
                Container = AudioContainer.Wav,
                SampleRateHz = 8000,
            },
            settings);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(" \n", false)]
    [InlineData(null, true)]
    [InlineData("", true)]
    public void Text_is_required(string? text, bool isPart) =>
        AssertWrong(Good with { Text = text }, SpeechErrorCode.BadField, "text", limit: null, isPart);

    [Fact]
    public void A_part_may_be_a_single_space() =>
        Assert.Null(_check.Check(Good with { Text = " " }, isPart: true, out var _));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Text_beyond_the_limit_is_too_large(bool isPart)
    {
        Assert.Null(_check.Check(Good with { Text = new string('a', 100) }, isPart, out var _));
        AssertWrong(Good with { Text = new string('a', 101) }, SpeechErrorCode.TooLarge, "text", limit: 100, isPart);
    }

    [Theory]
    [InlineData(0.2499)]
    [InlineData(4.0001)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_out_of_range_is_refused(double rate) =>
        AssertWrong(Good with { SpeakingRate = rate }, SpeechErrorCode.BadField, "speaking_rate", limit: 4);

    [Theory]
    [InlineData(0.25)]
    [InlineData(4)]
    public void The_slowest_and_the_fastest_rate_are_taken(double rate) =>
        Assert.Null(_check.Check(Good with { SpeakingRate = rate }, isPart: false, out var _));

    [Fact]
    public void Names_that_no_voice_and_no_language_has_are_too_large()
    {
        var (longest, tooLong) = (new string('x', 128), new string('x', 129));

        Assert.Null(_check.Check(Good with { VoiceId = longest, Language = longest }, isPart: false, out var _));
        AssertWrong(Good with { VoiceId = tooLong }, SpeechErrorCode.TooLarge, "voice_id", limit: 128);
        AssertWrong(Good with { Language = tooLong }, SpeechErrorCode.TooLarge, "language", limit: 128);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("PCM")]
    public void A_format_that_is_not_known_is_refused(string format) =>
        AssertWrong(Good with { Format = format }, SpeechErrorCode.BadField, "format", limit: null);

    private void AssertWrong(SpeechRequest request, SpeechErrorCode code, string field, double? limit, bool isPart = false)
    {
        var error = _check.Check(request, isPart, out var settings);

        Assert.Equal((code, field, limit), (error?.Code, error?.Field, error?.Limit));
        Assert.Contains(field, error!.Message, StringComparison.Ordinal);
        Assert.Equal(new UtteranceSettings(), settings);
    }
}

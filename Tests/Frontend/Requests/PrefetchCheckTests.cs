using Microsoft.Extensions.Options;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Requests;

public sealed class PrefetchCheckTests
{
    private static readonly IOptions<LimitOptions> Limits = Options.Create(
        new LimitOptions { MaxTextChars = 50, MaxPrefetchTexts = 3, MaxPrefetchChars = 100 });

    private readonly PrefetchCheck _check = new(new RequestCheck(Limits), Limits);

    [Fact]
    public void What_a_request_says_is_meant()
    {
        var request = new PrefetchRequest { Texts = ["One.", "Two."], VoiceId = "de", Language = "de-AT", SpeakingRate = 2 };

        Assert.Null(_check.Check(request, out var texts, out var settings));
        Assert.Equal(["One.", "Two."], texts);
        Assert.Equal(new UtteranceSettings { VoiceId = "de", Language = "de-AT", SpeakingRate = 2 }, settings);
    }

    [Fact]
    public void Texts_are_required()
    {
        AssertWrong(new PrefetchRequest(), SpeechErrorCode.BadField, "texts", limit: null);
        AssertWrong(new PrefetchRequest { Texts = [] }, SpeechErrorCode.BadField, "texts", limit: null);
    }

    [Fact]
    public void More_than_the_limits_is_too_large()
    {
        string[] most = [new('a', 50), new('b', 25), new('c', 25)];
        Assert.Null(_check.Check(new PrefetchRequest { Texts = most }, out _, out _));

        AssertWrong(new PrefetchRequest { Texts = [.. most, "d"] }, SpeechErrorCode.TooLarge, "texts", limit: 3);
        AssertWrong(new PrefetchRequest { Texts = [most[0], most[1], most[2] + "c"] }, SpeechErrorCode.TooLarge, "texts", limit: 100);
        AssertWrong(new PrefetchRequest { Texts = ["a", most[0] + "a"] }, SpeechErrorCode.TooLarge, "texts[1]", limit: 50);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void A_text_that_is_none_is_named(string? text) =>
        AssertWrong(new PrefetchRequest { Texts = ["One.", text] }, SpeechErrorCode.BadField, "texts[1]", limit: null);

    [Fact]
    public void A_rate_out_of_range_is_refused() =>
        AssertWrong(new PrefetchRequest { Texts = ["One."], SpeakingRate = 5 }, SpeechErrorCode.BadField, "speaking_rate", limit: 4);

    private void AssertWrong(PrefetchRequest request, SpeechErrorCode code, string field, double? limit)
    {
        var error = _check.Check(request, out var texts, out _);

        Assert.Equal((code, field, limit), (error?.Code, error?.Field, error?.Limit));
        Assert.Contains(field, error!.Message, StringComparison.Ordinal);
        Assert.Empty(texts);
    }
}

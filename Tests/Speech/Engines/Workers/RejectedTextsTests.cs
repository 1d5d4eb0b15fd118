using Microsoft.Extensions.Time.Testing;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Tests.Speech.Engines.Workers;

public sealed class RejectedTextsTests
{
    private const int MaxTexts = 4096;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly RejectedTexts _rejected;

    public RejectedTextsTests() => _rejected = new RejectedTexts(Duration, _clock);

    [Fact]
    public void A_text_is_rejected_until_its_time_is_over()
    {
        _rejected.Add(Request("bad"));

        _clock.Advance(Duration - TimeSpan.FromMilliseconds(1));
        Assert.True(_rejected.Contains(Request("bad")));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_rejected.Contains(Request("bad")));
    }

    [Fact]
    public void Only_the_same_text_with_the_same_voice_is_rejected_at_any_rate()
    {
        _rejected.Add(Request("bad"));

        Assert.True(_rejected.Contains(Request("bad") with { SpeakingRate = 2 }));
        Assert.False(_rejected.Contains(Request("bad") with { VoiceId = "de" }));
        Assert.False(_rejected.Contains(Request("good")));
    }

    [Fact]
    public void A_text_that_fails_again_when_its_time_is_over_is_rejected_anew()
    {
        _rejected.Add(Request("bad"));
        _clock.Advance(Duration);
        _rejected.Add(Request("bad"));

        Assert.True(_rejected.Contains(Request("bad")));
        _clock.Advance(Duration);
        Assert.False(_rejected.Contains(Request("bad")));
    }

    [Fact]
    public void Full_it_forgets_the_oldest()
    {
        for (var i = 0; i <= MaxTexts; i++)
            _rejected.Add(Request($"bad {i}"));

        Assert.False(_rejected.Contains(Request("bad 0")));
        Assert.True(_rejected.Contains(Request("bad 1")));
        Assert.True(_rejected.Contains(Request($"bad {MaxTexts}")));
    }

    [Fact]
    public void Texts_expire_one_by_one_in_their_order()
    {
        _rejected.Add(Request("first"));
        _clock.Advance(Duration / 2);
        _rejected.Add(Request("second"));
        _clock.Advance(Duration / 2);

        Assert.False(_rejected.Contains(Request("first")));
        Assert.True(_rejected.Contains(Request("second")));
    }

    private static SynthesisRequest Request(string text) => new(text, "en-us", 1);
}

using CsCheck;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;

namespace Speeko.Tests.Grains.Segments;

public sealed class SegmentKeyTests
{
    /// <summary>Few and short texts, so that characters often only stand in another field.</summary>
    private static readonly Gen<string> AnyText = Gen.Char["a1é\0"].Array[0, 3].Select(chars => new string(chars));

    private static readonly Gen<(string Version, SegmentRequest Request)> AnyRequest =
        Gen.Select(AnyText, AnyText, AnyText, Gen.OneOf(1.0, 1.5))
            .Select((version, voice, text, rate) => (version, new SegmentRequest(text, voice, rate, DeadlineMs: 0)));

    [Fact]
    public void Two_requests_have_one_key_only_when_they_sound_the_same() =>
        Gen.Select(AnyRequest, AnyRequest).Sample(
            (one, other) => Assert.Equal(one == other, KeyOf(one) == KeyOf(other)), iter: 3000);

    [Fact]
    public void Characters_that_move_between_fields_make_another_key()
    {
        var keys = new[]
        {
            ("ab", new SegmentRequest("cd", "", 1, 0)), ("a", new SegmentRequest("cd", "b", 1, 0)),
            ("", new SegmentRequest("cd", "ab", 1, 0)), ("", new SegmentRequest("bcd", "a", 1, 0)),
            ("", new SegmentRequest("abcd", "", 1, 0)), ("abcd", new SegmentRequest("", "", 1, 0)),
        };

        Assert.Equal(keys.Length, keys.Select(KeyOf).Distinct().Count());
    }

    [Fact]
    public void When_it_is_needed_does_not_change_the_sound()
    {
        var request = new SegmentRequest("Hello.", "en-us", 1, DeadlineMs: 1);

        Assert.Equal(KeyOf(("1", request)), KeyOf(("1", request with { DeadlineMs = 2 })));
    }

    [Fact]
    public void A_key_is_the_same_on_every_machine() => Assert.Equal(
        "489d1dfdeb6ec116dbaaea1887759d6d95e8238abe4d0cd7e515761f9060ffd3",
        KeyOf(("espeak-ng 1.51", new SegmentRequest("Hello.", "en-us", 1, 0))));

    private static string KeyOf((string Version, SegmentRequest Request) asked) =>
        SegmentKey.Of(asked.Request, asked.Version);
}

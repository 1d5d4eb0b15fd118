using CsCheck;
using Speeko.Speech.Worker;

namespace Speeko.Tests.Speech.Worker;

public sealed class TextPositionTests
{
    [Fact]
    public void A_code_point_is_found_where_it_starts() =>
        Gen.OneOf("a", "é", "漢", "😀", "𝒳").Array[0, 20].Sample(codePoints =>
        {
            var text = string.Concat(codePoints);

            for (var i = 0; i <= codePoints.Length; i++)
                Assert.Equal(codePoints.Take(i).Sum(codePoint => codePoint.Length), TextPosition.ToUtf16(text, i));
        });

    [Fact]
    public void Positions_outside_are_held_to_the_ends_of_the_text()
    {
        Assert.Equal(0, TextPosition.ToUtf16("ab", -3));
        Assert.Equal(2, TextPosition.ToUtf16("ab", 3));
        Assert.Equal(2, TextPosition.ToUtf16("a\uD83D", 9));
    }
}

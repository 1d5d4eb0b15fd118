namespace Speeko.Tests.Speech.Segmentation;

/// <summary>Several stops in a row, and stops that are not where they should be.</summary>
public sealed class EllipsisTests
{
    [Theory]
    [InlineData("Wait... |What was that?")]
    [InlineData("Well... maybe… or not.")]
    [InlineData("I think... I don't know. |Really.")]
    [InlineData("So it goes… |It ends.")]
    [InlineData("I ... never mind. |It is fine.")]
    [InlineData("我……我不知道。|真的。")]
    [InlineData("음... 그래요. |좋아요.")]
    public void Three_points_end_a_sentence_before_a_capital_only(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Really?! |Yes!!! |No...?")]
    [InlineData("What?... |Nothing.")]
    [InlineData("Bonjour ! |Ça va ? |Oui.")]
    [InlineData("Hello . |Goodbye .")]
    [InlineData("... and so it began. |It ended.")]
    [InlineData("!!! Look out.")]
    public void Only_the_last_of_several_stops_counts(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("hey there. |how are you? |i am fine. |see you at 5 p.m. or so.")]
    [InlineData("I use a tel. which is old.")]
    public void Small_letters_begin_a_sentence_where_nobody_writes_capitals(string rule) => Segmented.Expect(rule);
}

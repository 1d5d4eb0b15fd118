namespace Speeko.Tests.Speech.Segmentation;

/// <summary>Quotes, brackets and emphasis around a stop.</summary>
public sealed class QuotationTests
{
    [Theory]
    [InlineData("\"Is it you?\" she asked. |\"It is!\" he said.")]
    [InlineData("“Stop!” |“Why?” |“Because.”")]
    [InlineData("He said, “I am here.” |She was not.")]
    [InlineData("„Komm!“, rief er. |„Nein.“ |Sie blieb.")]
    [InlineData("»Komm!« |Er ging. |»Gut.«")]
    [InlineData("Il a dit : « Bonjour. » |Puis il est parti. |« Oui. »")]
    [InlineData("Elle assure que ce n’est « rien ». |Il part.")]
    [InlineData("Маленькая девочка кричала: «Не видали маму?». |Никто не ответил.")]
    [InlineData("«Я приду!» — сказал он. |И пришёл.")]
    [InlineData("'This is it.' |She left.")]
    [InlineData("\"Come here. |I need you,\" she said.")]
    public void A_quotation_goes_with_its_stop(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("It rained (it always does). |We stayed in.")]
    [InlineData("It rained. |(It always does.) |We stayed in.")]
    [InlineData("The film (Help! I need it.) ran. |We saw it.")]
    [InlineData("He was [sic!] There. |And [...] Here.")]
    [InlineData("It rains :( but I go. |So do you.")]
    public void An_aside_ends_nothing(string rule) => Segmented.Expect(rule);

    [Fact]
    public void A_bracket_that_is_never_closed_holds_back_for_a_while_only() =>
        Segmented.Expect("We (saw it. And " + string.Concat(Enumerable.Repeat("heard ", 26)) + "it. |Then we left.");

    [Theory]
    [InlineData("It was so.[12] |Then it was not.[3][4] |Now?")]
    [InlineData("It was so.¹ |Then it was not.")]
    public void A_footnote_stays_behind_its_stop(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("**Note.** |This is *it*. |_Really!_ |**Go on.**")]
    [InlineData("Run `make all`. |Then `make test`.")]
    public void Emphasis_is_looked_through(string rule) => Segmented.Expect(rule);
}

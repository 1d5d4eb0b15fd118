namespace Speeko.Tests.Speech.Segmentation;

/// <summary>The point of an abbreviation is no full stop, unless the sentence ends there all the same.</summary>
public sealed class AbbreviationTests
{
    [Theory]
    [InlineData("Dr. Smith met Mrs. Jones and Prof. Brown. |They talked.")]
    [InlineData("\"Mr. Will Young is here,\" she said.")]
    [InlineData("Gen. Lee wrote to Sen. Clay.")]
    [InlineData("Dr. Who is on at nine.")]
    public void A_title_leads_to_a_name(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Bring fruit, e.g. Apples or pears. |Thanks.")]
    [InlineData("One of them, i.e. John, stayed. |He slept.")]
    [InlineData("(e.g. Paris) is fine.")]
    [InlineData("It was Real vs. Barcelona. |We won.")]
    public void What_explains_goes_on(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("The U.S. Army came. |It left.")]
    [InlineData("She moved to the U.S. |Then she moved back.")]
    [InlineData("She has a Ph.D. in physics. |He has none.")]
    [InlineData("She has a Ph.D. |He has none.")]
    [InlineData("We flew to Washington, D.C. |The weather was fine.")]
    public void A_dotted_one_ends_a_sentence_if_the_next_word_begins_one(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("We met at 5 p.m. Monday. |It rained.")]
    [InlineData("The plane leaves at 7 a.m. |We should be there at 5.")]
    [InlineData("At 5 a.m. Mrs. Smith woke up.")]
    [InlineData("It is 5 a.m. in Tokyo.")]
    public void A_time_of_day_may_be_followed_by_a_day(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("J. R. R. Tolkien wrote it. |I read it.")]
    [InlineData("John F. Kennedy was president. |So was George W. Bush.")]
    [InlineData("We chose plan B. |It worked.")]
    [InlineData("George W. |He was president.")]
    public void An_initial_belongs_to_a_name(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("No. |I don't want to.")]
    [InlineData("No. 5 is alive. |See no. 6 too.")]
    [InlineData("He said no. |Then he left.")]
    [InlineData("See fig. 3 and vol. 2, pp. 3-5. |Then go on.")]
    [InlineData("That is art. |I like art.")]
    public void Before_a_number_only_it_abbreviates(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("I like the sun. |Apples like it too.")]
    [InlineData("Come in. |Sit down.")]
    [InlineData("Here I am. |Where are you?")]
    [InlineData("Tell me. |Now.")]
    [InlineData("Wait a min. |Almost done.")]
    [InlineData("We came on a Sat. Morning was cold.")]
    public void A_common_word_abbreviates_nothing(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("We sell pens, paper, etc. |Come and see.")]
    [InlineData("Pens, paper, etc. are sold here.")]
    [InlineData("Acme Inc. and Jones & Co. Ltd. merged. |Nobody knew.")]
    [InlineData("It was Jane's. |John took it.")]
    [InlineData("She works for AT&T. |John does too.")]
    public void Enumerations_and_companies(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Es gibt Obst, z. B. Äpfel, d. h. Boskop usw. |Wir haben genug.")]
    [InlineData("Z. T. Die Frau ist z.B. Ärztin.")]
    [InlineData("Das kostet 3 Mio. Euro bzw. Dollar. |Das ist viel.")]
    [InlineData("Hr. Müller wohnt in der Berliner Str. 5. |Er ist Dr. med. und Prof.")]
    [InlineData("M. Dupont et Mme. Durand sont là. |Ils parlent.")]
    [InlineData("La Sra. Pérez y el Sr. García vinieron. |Ella habló.")]
    [InlineData("Он жил на ул. Ленина, т. е. в центре. |Там было шумно.")]
    [InlineData("В 2010 г. Виктор посещал г. Волгоград и т. д. |Он устал.")]
    [InlineData("Αγόρασε φρούτα, π.χ. μήλα. |Μετά έφυγε.")]
    public void Other_languages_abbreviate_too(string rule) => Segmented.Expect(rule);
}

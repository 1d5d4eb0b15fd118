namespace Speeko.Tests.Speech.Segmentation;

/// <summary>Points in and behind numbers, and the numbers of lists.</summary>
public sealed class NumberTests
{
    [Theory]
    [InlineData("Pi is 3.14159 or so. |It goes on.")]
    [InlineData("It costs $1,250.75. |That is 3.5% more.")]
    [InlineData("It was .5 percent. |.5 is little.")]
    [InlineData("Das sind 1.000.000 Euro. |Viel Geld.")]
    public void A_decimal_point_ends_nothing(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Version 2.0.1 is out. |Version 2.0.2 follows.")]
    [InlineData("Use v1.2.3-beta.4. |It is better.")]
    [InlineData("The address is 192.168.0.1. |Try it.")]
    public void Nor_does_one_in_a_version_or_address(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("It is 10.30 now. |Be here at 11.45!")]
    [InlineData("Come at 7:30. |Bring 2.")]
    [InlineData("On 24.12.2026 we close. |On 27.12. we open.")]
    [InlineData("It happened in 1999. |Nobody cared.")]
    [InlineData("She is 12. |Marie is 10.")]
    public void Times_dates_and_ages(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Wir kommen am 3. Mai. |Ihr kommt später.")]
    [InlineData("Der 2. Weltkrieg endete im 20. Jahrhundert. |Danach war Frieden.")]
    [InlineData("Das war Mittwoch, 3. Oktober 2012. |Es regnete.")]
    [InlineData("Am 3. 5. 2026 ist es soweit.")]
    public void An_ordinal_ends_nothing_though_a_capital_follows(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("1. Wash the rice.\n|2. Cook it.\n|3. Eat.")]
    [InlineData("Three things:\n|1) bread\n|2) butter\n|3) jam")]
    [InlineData("You need:\n|- bread\n|- butter\n|* jam")]
    [InlineData("Do this: 1. Wash the rice. |2. Cook it.")]
    [InlineData("A. The first item.")]
    [InlineData("IV. The fourth chapter. |It is long.")]
    [InlineData("1. Then 2 came. |Then 3.")]
    public void The_number_of_an_item_stays_with_it(string rule) => Segmented.Expect(rule);
}

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>Addresses and names that have stops inside.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("See https://example.com/a.b?c=d.e!f. |It is good.")]
    [InlineData("Go to www.example.org. |Then log in.")]
    [InlineData("Is it on example.com? |Yes.")]
    [InlineData("See http://example.com/who?name=Jim&Is=1 for more. |Bye.")]
    public void Web_addresses(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Write to j.r.doe@mail.example.co.uk. |We answer.")]
    [InlineData("Is info@example.com yours? |Mine is not.")]
    public void E_mail_addresses(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Open readme.md. |Then run setup.exe and read C:\\logs\\out.txt. |Done.")]
    [InlineData("We use node.js. |It is written in C++. |So is this.")]
    [InlineData("I like C#. |.NET is fine. |ASP.NET Core too.")]
    [InlineData("Look into /etc/rc.d/init.d. |There it is.")]
    public void File_names(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Yahoo! was big. |It is not.")]
    [InlineData("P!nk sang. |We danced.")]
    [InlineData("Have you seen Oklahoma! on stage?")]
    public void Names_with_a_mark(string rule) => Segmented.Expect(rule);

    [Theory]
    [InlineData("Great! |😀 Let's go. |$5 is enough. |#fun it is. |@you too.")]
    public void What_is_no_letter_may_begin_a_sentence(string rule) => Segmented.Expect(rule);
}

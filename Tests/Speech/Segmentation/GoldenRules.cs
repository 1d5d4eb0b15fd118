namespace Speeko.Tests.Speech.Segmentation;

/// <summary>
/// The 48 "golden rules" for English that the Pragmatic Segmenter published and pySBD took over: what to split, written
/// with "|" where the next sentence begins.
/// </summary>
internal static class GoldenRules
{
    public static readonly IReadOnlyList<(string Name, string Text)> English =
    [
        ("simple period", "Hello World. |My name is Jonas."),
        ("question mark", "What is your name? |My name is Jonas."),
        ("exclamation mark", "There it is! |I found it."),
        ("one-letter upper-case abbreviation", "My name is Jonas E. Smith."),
        ("one-letter lower-case abbreviation", "Please turn to p. 55."),
        ("two-letter abbreviation inside", "Were Jane and co. at the party?"),
        ("two-letter upper-case abbreviation inside", "They closed the deal with Pitt, Briggs & Co. at noon."),
        ("two-letter abbreviation at the end", "Let's ask Jane and co. |They should know."),
        ("two-letter upper-case abbreviation at the end",
            "They closed the deal with Pitt, Briggs & Co. |It closed yesterday."),
        ("prepositive abbreviation", "I can see Mt. Fuji from here."),
        ("prepositive and postpositive abbreviation", "St. Michael's Church is on 5th st. near the light."),
        ("possessive abbreviation", "That is JFK Jr.'s book."),
        ("multi-period abbreviation inside", "I visited the U.S.A. last year."),
        ("multi-period abbreviation at the end", "I live in the E.U. |How about you?"),
        ("U.S. at the end", "I live in the U.S. |How about you?"),
        ("U.S. before a capital", "I work for the U.S. Government in Virginia."),
        ("U.S. inside", "I have lived in the U.S. for 20 years."),
        ("a.m. and p.m.",
            "At 5 a.m. Mr. Smith went to the bank. |He left the bank at 6 P.M. |Mr. Smith then went to the store."),
        ("number inside", "She has $100.00 in her bag."),
        ("number at the end", "She has $100.00. |It is in her bag."),
        ("parentheses inside",
            "He teaches science (He previously worked for 5 years as an engineer.) at the local University."),
        ("e-mail address", "Her email is Jane.Doe@example.com. |I sent her an email."),
        ("web address",
            "The site is: https://www.example.50.com/new-site/awesome_content.html. |Please check it out."),
        ("single quotes inside", "She turned to him, 'This is great.' she said."),
        ("double quotes inside", "She turned to him, \"This is great.\" she said."),
        ("double quotes at the end", "She turned to him, \"This is great.\" |She held the book out to show him."),
        ("double exclamation mark", "Hello!! |Long time no see."),
        ("double question mark", "Hello?? |Who is there?"),
        ("exclamation and question mark", "Hello!? |Is that you?"),
        ("question and exclamation mark", "Hello?! |Is that you?"),
        ("list 1.)", "1.) The first item |2.) The second item"),
        ("list 1.) with periods", "1.) The first item. |2.) The second item."),
        ("list 1)", "1) The first item |2) The second item"),
        ("list 1) with periods", "1) The first item. |2) The second item."),
        ("list 1.", "1. The first item |2. The second item"),
        ("list 1. with periods", "1. The first item. |2. The second item."),
        ("list with bullets", "• 9. The first item |• 10. The second item"),
        ("list with hyphen bullets", "⁃9. The first item |⁃10. The second item"),
        ("list with letters", "a. The first item |b. The second item |c. The third list item"),
        ("number with periods", "You can find it at N°. 1026.253.553. |That is where the treasure is."),
        ("name with exclamation mark", "She works at Yahoo! in the accounting department."),
        ("I as pronoun and as initial", "We make a good team, you and I. |Did you see Albert I. Jones yesterday?"),
        ("ellipsis at the end of a quotation",
            "Thoreau argues that by simplifying one’s life, “the laws of the universe will appear less complex. . . .”"),
        ("ellipsis in brackets", "\"Bohr [...] used the analogy of parallel stairways [...]\" (Smith 55)."),
        ("ellipsis of four spaced periods",
            "If words are left off at the end of a sentence, and that is all that is omitted, indicate the omission with "
            + "ellipsis marks (preceded and followed by a space) and then indicate the end of the sentence with a period "
            + ". . . . |Next sentence."),
        ("ellipsis of four periods", "I never meant that.... |She left the store."),
        ("ellipses inside",
            "I wasn’t really ... well, what I mean...see . . . what I'm saying, the thing is . . . I didn’t mean it."),
        ("ellipsis behind a period",
            "One further habit which was somewhat weakened . . . was that of combining words into self-interpreting "
            + "compounds. |. . . The practice was not abandoned. . . ."),
    ];
}

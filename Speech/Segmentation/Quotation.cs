using System.Globalization;

namespace Speeko.Speech.Segmentation;

/// <summary>The marks that stand around a stop: quotes, brackets, emphasis.</summary>
internal static class Quotation
{
    /// <summary>A quotation mark of either side: languages do not agree on which side is which.</summary>
    public static bool IsQuote(char character) => character is '"' or '\'' or '`' or '＂' or '＇' or '´'
        || char.GetUnicodeCategory(character)
            is UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
        || character is '„' or '‚' or '「' or '」' or '『' or '』' or '｢' or '｣' or '〝' or '〞' or '〟';

    /// <summary>Closes what was open before a stop that it follows directly.</summary>
    public static bool Closes(char character) => (IsQuote(character) && !OnlyOpens(character))
        || IsEmphasis(character) || IsInvisible(character) || IsFootnoteDigit(character) || Letters.IsMark(character)
        || char.GetUnicodeCategory(character) == UnicodeCategory.ClosePunctuation;

    /// <summary>Closes even with white space before it, as in French; a quotation mark only if white space follows.</summary>
    public static bool ClosesAfterSpace(char character) => ClosesAside(character) || character is '"' or '\''
        || char.GetUnicodeCategory(character) == UnicodeCategory.FinalQuotePunctuation;

    /// <summary>May stand before the first word of a sentence.</summary>
    public static bool Opens(char character) => IsQuote(character) || IsEmphasis(character) || IsInvisible(character)
        || character is '¿' or '¡'
        || char.GetUnicodeCategory(character) == UnicodeCategory.OpenPunctuation;

    /// <summary>Begins something new even where no space stands before it.</summary>
    public static bool OnlyOpens(char character) => character is '¿' or '¡' or '「' or '『' or '｢' or '〝';

    /// <summary>Brackets that hold an aside or a title, and are always closed.</summary>
    public static bool OpensAside(char character) => character is '(' or '[' or '（' or '［' or '《' or '〈' or '【';

    public static bool ClosesAside(char character) => character is ')' or ']' or '）' or '］' or '》' or '〉' or '】';

    /// <summary>Markdown, which language models write unasked.</summary>
    private static bool IsEmphasis(char character) => character is '*' or '_';

    /// <summary>Direction marks and joiners.</summary>
    private static bool IsInvisible(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static bool IsFootnoteDigit(char character) => character is '¹' or '²' or '³' or (>= '⁰' and <= '⁹');
}

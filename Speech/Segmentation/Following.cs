namespace Speeko.Speech.Segmentation;

/// <summary>What stands behind a stop: closing marks, white space, and the first character of the next word.</summary>
/// <param name="Kind">What comes next.</param>
/// <param name="End">Where the next sentence would begin.</param>
/// <param name="Word">Index of the character that <paramref name="Kind"/> speaks of, behind opening marks.</param>
/// <param name="ClosedBrackets">Brackets closed behind the stop.</param>
/// <param name="IsClosed">A quotation or bracket is closed behind the stop.</param>
internal readonly record struct Following(FollowingKind Kind, int End, int Word, int ClosedBrackets, bool IsClosed)
{
    /// <summary>Opening marks looked through; more of them are noise.</summary>
    private const int MostOpening = 6;

    public static Following Read(ReadOnlySpan<char> text, int index, bool isFinal)
    {
        var nothingYet = new Following(isFinal ? FollowingKind.Nothing : FollowingKind.NeedMore, 0, 0, 0, false);
        var brackets = 0;
        var isClosed = false;
        var sawNewLine = false;
        while (true)
        {
            var closersFrom = index;
            for (; index < text.Length && Quotation.Closes(text[index]); index++)
            {
                brackets += Quotation.ClosesAside(text[index]) ? 1 : 0;
                isClosed |= Quotation.IsQuote(text[index]) || Quotation.ClosesAside(text[index]);
            }
            index = Footnote.Skip(text, index);
            if (index >= text.Length)
                return nothingYet;
            if (!char.IsWhiteSpace(text[index]) && !sawNewLine && (index == closersFrom || !char.IsWhiteSpace(text[index - 1])))
                return new Following(FirstCharacter.KindOfAttached(text[index]), index, index, brackets, isClosed);
            for (; index < text.Length && char.IsWhiteSpace(text[index]); index++)
            {
                if (LineBreaks.IsParagraphBreak(text[index]) || (sawNewLine && text[index] == '\n'))
                    return new Following(FollowingKind.Paragraph, index + 1, index, brackets, isClosed);
                sawNewLine |= text[index] == '\n';
            }
            if (index == text.Length)
                return nothingYet;
            if (!Quotation.ClosesAfterSpace(text[index]))
                break;
            if (index + 1 == text.Length)
                return nothingYet;
            if (!Quotation.ClosesAside(text[index]) && !char.IsWhiteSpace(text[index + 1]))
                break;
        }
        return ReadNext(text, index, sawNewLine, isFinal, nothingYet) with { ClosedBrackets = brackets, IsClosed = isClosed };
    }

    private static Following ReadNext(
        ReadOnlySpan<char> text, int end, bool sawNewLine, bool isFinal, Following nothingYet)
    {
        if (sawNewLine)
        {
            var item = LineBreaks.StartsItem(text, end, isFinal);
            if (item.Kind == VerdictKind.NeedMore)
                return nothingYet;
            if (item.Kind == VerdictKind.Boundary)
                return new Following(FollowingKind.Item, end, end, 0, false);
        }
        var word = end;
        while (word < text.Length && word - end < MostOpening && Quotation.Opens(text[word]))
        {
            // French puts a space behind its opening mark.
            word += text[word] == '«' && word + 1 < text.Length && char.IsWhiteSpace(text[word + 1]) ? 2 : 1;
        }
        if (word >= text.Length || (word + 1 == text.Length && FirstCharacter.NeedsNext(text[word]) && !isFinal))
            return nothingYet;
        if (FirstCharacter.IsNameWithPoint(text, word))
            word++;
        return new Following(FirstCharacter.KindOf(text, word), end, word, 0, false);
    }
}

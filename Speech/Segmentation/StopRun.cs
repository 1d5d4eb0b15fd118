namespace Speeko.Speech.Segmentation;

/// <summary>One stop or several in a row, such as "?!" or "...".</summary>
/// <param name="Start">Index of the first of them.</param>
/// <param name="Length">How many.</param>
/// <param name="Kind">What they are together.</param>
/// <param name="IsPoint">A single full stop: the one that may only abbreviate.</param>
internal readonly record struct StopRun(int Start, int Length, TerminatorKind Kind, bool IsPoint)
{
    public static StopRun EndingAt(ReadOnlySpan<char> text, int index, TerminatorKind last)
    {
        var start = index;
        while (start > 0 && Terminators.Contains(text[start - 1]))
            start--;
        var kind = (TerminatorKind)Math.Max((int)last, (int)Terminators.KindOfRun(text[start..index]));
        var length = index + 1 - start;
        return new StopRun(start, length, kind, length == 1 && text[index] == '.');
    }

    /// <summary>"[...]", "(!)": a remark on the text, not its end.</summary>
    public bool IsElision(ReadOnlySpan<char> text) => Start > 0 && Quotation.OpensAside(text[Start - 1]);
}

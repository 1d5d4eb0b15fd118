namespace Speeko.Speech.Segmentation;

/// <summary>What the rules remember of the sentence up to the place they judge, so that none reads it again.</summary>
internal struct SentenceSoFar
{
    /// <summary>A bracket that is open for longer than this was never meant to be closed.</summary>
    private const int LongestAsideChars = 160;

    private int _openBrackets;
    private int _openedAt;
    private bool _opensSentence;

    /// <summary>There is something to say: more than white space and punctuation.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Its first letter is a small one: written by somebody who does without capitals.</summary>
    public bool StartsInLowerCase { get; private set; }

    /// <summary>Takes note of the character at <paramref name="index"/>.</summary>
    public void Pass(ReadOnlySpan<char> text, int index)
    {
        var character = text[index];
        if (!HasContent && !char.IsWhiteSpace(character) && !char.IsPunctuation(character))
        {
            HasContent = true;
            StartsInLowerCase = Letters.IsLower(character);
        }
        if (Quotation.OpensAside(character) && !IsEmoticon(text, index))
        {
            if (_openBrackets++ == 0)
                _opensSentence = !HasContent;
            _openedAt = index;
        }
        else if (Quotation.ClosesAside(character) && _openBrackets > 0)
        {
            _openBrackets--;
        }
    }

    /// <summary>
    /// The place lies inside brackets. Those which began the sentence may end it: <paramref name="closing"/> of them are
    /// closed behind the stop.
    /// </summary>
    public readonly bool IsInAside(int index, int closing) =>
        _openBrackets > (_opensSentence ? closing : 0) && index - _openedAt < LongestAsideChars;

    private static bool IsEmoticon(ReadOnlySpan<char> text, int index) =>
        index > 0 && text[index - 1] is ':' or ';' or '=' or '-';
}

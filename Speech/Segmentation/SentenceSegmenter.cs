namespace Speeko.Speech.Segmentation;

/// <summary>
/// Finds the sentences of a text while it comes in.
/// <code>
///  Append ─► one character at a time ─► pending text ─► rule at the first undecided place ─► sentence
///                                            └──────── longer than the limit ─► cut ───────────┘
/// </code>
/// However much text comes at once, the rules see it grow by one character at a time. So the way it was chunked cannot
/// show in the result, and what was decided once is never looked at again.
/// </summary>
/// <remarks>
/// Not thread-safe. Holds at most <see cref="MaxSentenceChars"/> + 1 characters. Which places count, and how much each
/// has to see, stands in <c>docs/decisions/0002-sentence-segmenter.md</c>.
/// </remarks>
public sealed class SentenceSegmenter
{
    /// <summary>
    /// Some 20 seconds of English speech. Nearly all written sentences are shorter, and a model that writes 200
    /// characters a second keeps its listener waiting 1.5 s at most.
    /// </summary>
    public const int DefaultMaxSentenceChars = 300;

    /// <summary>Below this a cut would fall into nearly every sentence.</summary>
    public const int LeastMaxSentenceChars = 40;

    private readonly char[] _pending;
    private int _length;
    private int _decided;
    private long _offset;
    private SentenceSoFar _soFar;

    public SentenceSegmenter()
        : this(DefaultMaxSentenceChars)
    {
    }

    /// <param name="maxSentenceChars">UTF-16 characters after which a sentence without an end is cut.</param>
    public SentenceSegmenter(int maxSentenceChars)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSentenceChars, LeastMaxSentenceChars);
        MaxSentenceChars = maxSentenceChars;
        _pending = new char[maxSentenceChars + 1];
    }

    /// <summary>No <see cref="Sentence.Raw"/> is longer, in UTF-16 characters.</summary>
    public int MaxSentenceChars { get; }

    /// <summary>Takes text in and adds the sentences whose end is certain.</summary>
    public void Append(ReadOnlySpan<char> text, ICollection<Sentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        foreach (var character in text)
        {
            var repeatsBlank = LineBreaks.IsBlank(character) && _length > 0 && LineBreaks.IsBlank(_pending[_length - 1]);
            _pending[_length++] = character;
            // A second blank tells no rule anything the first did not.
            if (!repeatsBlank || _decided == _length - 1)
                Decide(isFinal: false, sentences);
            if (_length > MaxSentenceChars)
                Cut(sentences);
        }
    }

    /// <summary>Adds what is left: there is no more text, or none for so long that it should be spoken.</summary>
    public void Flush(ICollection<Sentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        Decide(isFinal: true, sentences);
        if (_length > 0)
            Emit(_length, sentences);
    }

    private void Decide(bool isFinal, ICollection<Sentence> sentences)
    {
        while (_decided < _length)
        {
            var verdict = BoundaryRules.Judge(_pending.AsSpan(0, _length), _decided, _soFar, isFinal);
            if (verdict.Kind == VerdictKind.NeedMore)
                return;
            if (verdict.Kind == VerdictKind.Boundary)
                Emit(Math.Min(verdict.End, MaxSentenceChars), sentences);
            else
                _soFar.Pass(_pending.AsSpan(0, _length), _decided++);
        }
    }

    private void Cut(ICollection<Sentence> sentences)
    {
        Emit(LengthLimit.FindCut(_pending.AsSpan(0, _length), MaxSentenceChars), sentences);
        Decide(isFinal: false, sentences);
    }

    private void Emit(int length, ICollection<Sentence> sentences)
    {
        sentences.Add(new Sentence(_offset, new string(_pending, 0, length)));
        _pending.AsSpan(length, _length - length).CopyTo(_pending);
        _offset += length;
        _length -= length;
        _decided = 0;
        _soFar = default;
    }
}

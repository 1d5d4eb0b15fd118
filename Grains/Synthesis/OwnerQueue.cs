namespace Speeko.Grains.Synthesis;

/// <summary>What one owner waits for: a line for each class, the most urgent first in each.</summary>
internal sealed class OwnerQueue
{
    private const int Classes = 3;

    private readonly SortedSet<QueuedClaim>[] _lines =
        [.. Enumerable.Range(0, Classes).Select(line => new SortedSet<QueuedClaim>(QueuedClaim.OrderIn((SynthesisClass)line)))];
    private readonly long[] _chars = new long[Classes];
    private readonly long[] _finish = new long[Classes];

    /// <summary>Sentences of this owner that the engine speaks.</summary>
    public int Running { get; set; }

    public bool IsIdle => Running == 0 && Array.TrueForAll(_lines, line => line.Count == 0);

    public int Count(SynthesisClass line) => _lines[(int)line].Count;

    /// <summary>Characters that wait.</summary>
    public long Chars(SynthesisClass line) => _chars[(int)line];

    /// <summary>Characters that wait, or are to be spoken before first words by then: whose listener will have less than plenty in hand.</summary>
    /// <param name="untilMs">Due times up to this one.</param>
    public long CharsBefore(long untilMs) => Chars(SynthesisClass.Listening)
        + All(SynthesisClass.Ahead).TakeWhile(claim => claim.DueMs <= untilMs).Sum(claim => (long)claim.Turn.Chars);

    public QueuedClaim? First(SynthesisClass line) => _lines[(int)line].Min;

    public IReadOnlyCollection<QueuedClaim> All(SynthesisClass line) => _lines[(int)line];

    public void Add(QueuedClaim claim, SynthesisClass line)
    {
        claim.Class = line;
        _lines[(int)line].Add(claim);
        _chars[(int)line] += claim.Turn.Chars;
    }

    public void Remove(QueuedClaim claim)
    {
        if (_lines[(int)claim.Class].Remove(claim))
            _chars[(int)claim.Class] -= claim.Turn.Chars;
    }

    /// <summary>Whose listener will have less than plenty in hand joins those who wait.</summary>
    /// <param name="untilMs">Due times up to this one count as soon.</param>
    public void Promote(long untilMs)
    {
        while (First(SynthesisClass.Ahead) is { } next && next.DueMs <= untilMs)
        {
            Remove(next);
            Add(next, SynthesisClass.Listening);
        }
    }

    /// <summary>The virtual time at which this owner's next sentence of a class starts.</summary>
    public long StartTag(SynthesisClass line, long virtualTime) => Math.Max(virtualTime, _finish[(int)line]);

    /// <summary>Its next sentence of this class starts behind the one that starts now.</summary>
    public void Charge(SynthesisClass line, long startTag, int chars) => _finish[(int)line] = startTag + Math.Max(1, chars);

    /// <summary>It has used no more than what is past, so forgetting it gives it no advantage.</summary>
    public bool OwesNothing(long[] virtualTimes)
    {
        for (var i = 0; i < Classes; i++)
        {
            if (_finish[i] > virtualTimes[i])
                return false;
        }

        return true;
    }
}

using System.Diagnostics;
using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Speech.Segmentation;

/// <summary>Twice the text, twice the work, even of texts made to be slow.</summary>
public sealed class EffortTests
{
    private const int Chars = 25_000;
    private const int MostRuns = 30;
    private const double MostRatio = 8;

    public static TheoryData<string> Units =>
        ["x", "word ", "a, ", " ", ".", ". ", "?!", ".)", "\"", "(", ". (", "1. ", "• ", "\n ", "Dr. ", ". . . ", "e\u0301", "😀", "。"];

    [Theory]
    [MemberData(nameof(Units))]
    public void A_long_text_by_the_character_costs_no_more_than_its_length(string unit)
    {
        var once = Text(unit, Chars);
        var fourfold = Text(unit, 4 * Chars);
        Feed(once);
        double bestOnce = double.MaxValue, bestFourfold = double.MaxValue;

        // Other work on the machine slows some runs, never all. Quadratic work would take 16 times as long in each.
        for (var run = 0; run < MostRuns && bestFourfold >= MostRatio * bestOnce; run++)
        {
            bestOnce = Math.Min(bestOnce, Measure(once));
            bestFourfold = Math.Min(bestFourfold, Measure(fourfold));
        }

        Assert.InRange(bestFourfold / bestOnce, 0, MostRatio);
    }

    [Fact]
    public void Memory_is_taken_for_the_sentences_only()
    {
        var text = Text("x", Chars);
        Feed(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(text);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 3 * sizeof(char) * Chars);
    }

    private static string Text(string unit, int chars) => string.Concat(Enumerable.Repeat(unit, chars / unit.Length));

    private static double Measure(string text)
    {
        var started = Stopwatch.GetTimestamp();
        Feed(text);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static void Feed(string text)
    {
        var segmenter = new SentenceSegmenter();
        var sentences = new List<Sentence>();
        for (var index = 0; index < text.Length; index++)
            segmenter.Append(text.AsSpan(index, 1), sentences);
        segmenter.Flush(sentences);
    }
}

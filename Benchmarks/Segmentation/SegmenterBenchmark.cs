using BenchmarkDotNet.Attributes;
using Speeko.Speech.Segmentation;

namespace Speeko.Benchmarks.Segmentation;

/// <summary>A paragraph of English prose with the usual traps. To stay below 0.5 ms.</summary>
/// <remarks>In process, because the runner looks for a project by the name of the assembly, and ours has a prefix.</remarks>
[InProcess]
[MemoryDiagnoser]
public class SegmenterBenchmark
{
    private const int TokenChars = 4;

    private const string Paragraph =
        "Dr. Smith arrived at 5 p.m. on Jan. 3 with version 2.0.1 of the report. He had worked for the U.S. Government, "
        + "Acme Inc. and others (among them Jones & Co.) before he came to us. \"Is it done?\" she asked. It was not! The "
        + "figures, e.g. 3.14 and $1,250.75, were still at https://example.com/data/v1.2/figures.csv, and nobody had sent "
        + "them to j.doe@example.org yet. So they sat down... and waited. What else was there to do? At half past nine "
        + "the file came in. It held 1,024 rows; each row had a name, a date and a place. They read it twice. Then they "
        + "went home, tired but content, and slept until the morning train from St. Pancras woke them both.";

    private readonly List<Sentence> _sentences = [];

    [Benchmark(Baseline = true)]
    public int Whole()
    {
        _sentences.Clear();
        var segmenter = new SentenceSegmenter();
        segmenter.Append(Paragraph, _sentences);
        segmenter.Flush(_sentences);
        return _sentences.Count;
    }

    [Benchmark]
    public int ByToken()
    {
        _sentences.Clear();
        var segmenter = new SentenceSegmenter();
        for (var offset = 0; offset < Paragraph.Length; offset += TokenChars)
            segmenter.Append(Paragraph.AsSpan(offset, Math.Min(TokenChars, Paragraph.Length - offset)), _sentences);
        segmenter.Flush(_sentences);
        return _sentences.Count;
    }
}

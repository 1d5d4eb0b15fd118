using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Speech.Segmentation;

namespace Speeko.Grains.Sessions;

/// <summary>Moves marks from where they are in a segment to where they are in the utterance's text and the session's audio.</summary>
/// <param name="sentence">The segment's.</param>
/// <param name="format">Of its audio.</param>
/// <param name="nowMs">Audio of the session so far.</param>
/// <param name="heardBytes">Of the segment, already in <paramref name="nowMs"/>.</param>
internal sealed class MarkShift(Sentence sentence, AudioFormat format, long nowMs, int heardBytes = 0)
{
    private readonly long _textStart = sentence.Offset + (sentence.Raw.Length - sentence.Raw.TrimStart().Length);
    private readonly long _startMs = nowMs - format.DurationMs(heardBytes);
    private readonly List<FrameMark> _pending = [];
    private readonly List<FrameMark> _heard = [];

    /// <summary>The marks of what has been heard already.</summary>
    public FrameMark[] Heard => [.. _heard];

    public void Add(SegmentMark[] marks)
    {
        foreach (var mark in marks)
        {
            (mark.SampleOffset * AudioFormat.BytesPerSample < heardBytes ? _heard : _pending).Add(new FrameMark(
                mark.IsSentence,
                _textStart + mark.TextOffset,
                mark.TextLength,
                _startMs + (mark.SampleOffset * 1000 / format.SampleRateHz)));
        }
    }

    /// <summary>The marks that have not been sent yet, up to a time of the session.</summary>
    public FrameMark[] Take(long untilMs = long.MaxValue)
    {
        if (_pending.Count == 0)
            return [];
        FrameMark[] marks = [.. _pending.Where(mark => mark.TimeMs <= untilMs)];
        _pending.RemoveAll(mark => mark.TimeMs <= untilMs);
        return marks;
    }
}

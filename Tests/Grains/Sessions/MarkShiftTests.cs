using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;
using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Grains.Sessions;

public sealed class MarkShiftTests
{
    private static readonly AudioFormat Format = new(AudioContainer.Pcm, 22050, 1);

    [Fact]
    public void Marks_move_to_their_place_in_the_whole_text_and_the_whole_audio()
    {
        var marks = new MarkShift(new Sentence(100, "  Two words. "), Format, nowMs: 5000);
        marks.Add([new SegmentMark(true, 0, 10, 0), new SegmentMark(false, 4, 5, 22050 / 2)]);

        Assert.Equal([new FrameMark(true, 102, 10, 5000), new FrameMark(false, 106, 5, 5500)], marks.Take());
    }

    [Fact]
    public void A_mark_is_taken_once()
    {
        var marks = new MarkShift(new Sentence(0, "One."), Format, nowMs: 0);
        marks.Add([new SegmentMark(false, 0, 3, 0)]);

        Assert.Single(marks.Take());
        Assert.Empty(marks.Take());
        marks.Add([new SegmentMark(false, 3, 1, 0)]);
        Assert.Equal(3, Assert.Single(marks.Take()).TextOffset);
    }

    [Fact]
    public void What_is_sent_in_parts_has_the_marks_of_each()
    {
        var marks = new MarkShift(new Sentence(0, "One two three."), Format, nowMs: 1000);
        marks.Add([new SegmentMark(false, 0, 3, 0), new SegmentMark(false, 4, 3, 11025), new SegmentMark(false, 8, 5, 22050)]);

        Assert.Equal([1000, 1500], marks.Take(untilMs: 1500).Select(mark => mark.TimeMs));
        Assert.Empty(marks.Take(untilMs: 1999));
        Assert.Equal([2000], marks.Take().Select(mark => mark.TimeMs));
    }

    [Fact]
    public void Samples_of_a_day_do_not_overflow()
    {
        var marks = new MarkShift(new Sentence(0, "One."), Format, nowMs: 0);
        marks.Add([new SegmentMark(false, 0, 3, 86_400L * 22050)]);

        Assert.Equal(86_400_000, Assert.Single(marks.Take()).TimeMs);
    }
}

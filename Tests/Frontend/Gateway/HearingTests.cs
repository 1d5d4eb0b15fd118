using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Gateway;

/// <summary>One word plays a second and takes ten chunks of 4,410 bytes; a frame is one word, or what the test says.</summary>
public sealed class HearingTests
{
    private const int ChunkBytes = 4410;
    private const int ChunksPerWord = 10;
    private const string Text = "One two. Three four.";

    private readonly Hearing _hearing = new(new SessionScript(Hearing.KeptChars), epoch: 0);

    public HearingTests() => _hearing.Expect(new UtteranceSettings(), Text, isWhole: true);

    [Fact]
    public void What_was_written_is_taken_for_heard_up_to_the_last_word_that_was_begun()
    {
        Write(words: 3);

        Assert.Equal(new CancelledSpeech("One two. Three", "four.", 3000), _hearing.Interrupt(1).Speech);
    }

    [Fact]
    public void Before_the_first_sound_nothing_was_heard()
    {
        _hearing.Written(Started());

        Assert.Equal(new CancelledSpeech("", Text, 0), _hearing.Interrupt(1).Speech);
        Assert.Equal(CancelledSpeech.Nothing, _hearing.Interrupt(2).Speech);
    }

    [Fact]
    public void A_listener_that_tells_what_it_has_played_has_heard_that_and_no_more()
    {
        _hearing.Played(0);
        Write(words: 4);
        _hearing.Played(12);

        Assert.Equal(new CancelledSpeech("One two.", "Three four.", 1200), _hearing.Interrupt(1).Speech);
    }

    [Fact]
    public void The_session_is_told_what_was_played_and_not_what_was_written()
    {
        Assert.Equal(2, _hearing.Written(Word(0) with { Number = 1, IsToBeAcknowledged = true }));
        Assert.Null(_hearing.Played(10));
        Assert.Null(_hearing.Written(Word(1) with { Number = 2, IsToBeAcknowledged = true }));
        Assert.Null(_hearing.Written(Word(2) with { Number = 3 }));
        Assert.Null(_hearing.Played(19));
        Assert.Equal(3, _hearing.Played(25));
        Assert.Null(_hearing.Played(25));

        // Interrupted, all that was written is of no interest any more.
        Assert.Equal(4, _hearing.Interrupt(1).Heard);
    }

    [Fact]
    public void Without_words_a_sentence_that_was_begun_counts()
    {
        _hearing.Written(Started());
        _hearing.Written(Word(0) with { Marks = [] });

        Assert.Equal(new CancelledSpeech("One two.", "Three four.", 1000), _hearing.Interrupt(1).Speech);
    }

    [Fact]
    public void What_came_of_an_epoch_that_is_over_counts_for_nothing()
    {
        _hearing.Interrupt(1);
        _hearing.Expect(new UtteranceSettings(), "After it.", isWhole: true);
        Write(words: 2);

        Assert.Equal(new CancelledSpeech("", "After it.", 0), _hearing.Interrupt(2).Speech);
    }

    [Fact]
    public void An_utterance_that_was_heard_to_its_end_is_not_interrupted()
    {
        _hearing.Expect(new UtteranceSettings(), "The next one.", isWhole: true);
        Write(words: 4);
        _hearing.Written(new SpeechFrame { Kind = FrameKind.Ended, Sequence = 40 });

        Assert.Equal(new CancelledSpeech("", "The next one.", 0), _hearing.Interrupt(1).Speech);
    }

    private void Write(int words)
    {
        _hearing.Written(Started());
        for (var i = 0; i < words; i++)
            _hearing.Written(Word(i));
        Assert.Equal(words * ChunksPerWord, _hearing.NextSequence);
    }

    private static SpeechFrame Started() =>
        new() { Kind = FrameKind.Started, Format = new AudioFormat(AudioContainer.Pcm, 22050, 1) };

    private static SpeechFrame Word(int index)
    {
        var (offset, length) = new[] { (0, 3), (4, 3), (9, 5), (15, 4) }[index];
        var isSecond = index > 1;
        return new SpeechFrame
        {
            Kind = FrameKind.Audio,
            Sequence = index * ChunksPerWord,
            OffsetMs = index * 1000,
            ChunkBytes = ChunkBytes,
            Audio = new byte[ChunksPerWord * ChunkBytes],
            Marks = [new FrameMark(IsSentence: false, offset, length, index * 1000)],
            Reached = new SpokenTo(isSecond ? 8 : 0, 44100, (index + 1) * 44100L, (index + 1) * 1000L, isSecond ? 12 : 8),
        };
    }
}

using CsCheck;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Grains.Interfaces.Sessions;

public sealed class SessionScriptTests
{
    private static readonly UtteranceSettings Settings = new() { VoiceId = "de" };
    private static readonly AudioFormat Pcm = new(AudioContainer.Pcm, 22050, 1);

    private readonly SessionScript _script = new();

    [Fact]
    public void Whole_texts_are_utterances_of_their_own_and_parts_are_one()
    {
        _script.Add(Settings, "One.", isWhole: true);
        _script.Add(Settings, "Two, ", isWhole: false);
        _script.Add(Settings, "in parts.", isWhole: false);
        _script.Close();
        _script.Add(Settings, "Three.", isWhole: false);

        var state = _script.State(epoch: 2, nextFrame: 9);

        Assert.Equal((2, 9L, 3), (state.Epoch, state.NextFrame, state.NextUtterance));
        Assert.Equal(
            [(0, "One.", true), (1, "Two, in parts.", true), (2, "Three.", false)],
            state.Utterances.Select(utterance => (utterance.Index, utterance.Text, utterance.IsWhole)));
        Assert.All(state.Utterances, utterance => Assert.Equal((Settings, false), (utterance.Settings, utterance.HasBegun)));
    }

    [Fact]
    public void What_was_heard_is_forgotten_sentence_by_sentence()
    {
        _script.Add(Settings, "First. Second one. Third.", isWhole: true);
        _script.Follow(new SpeechFrame { Kind = FrameKind.Started, Format = Pcm }, epoch: 0);
        _script.Follow(Audio(sentenceStart: 0, sentenceBytes: 600, audioBytes: 600, sequence: 0), epoch: 0);
        _script.Follow(Audio(sentenceStart: 6, sentenceBytes: 100, audioBytes: 700, sequence: 1), epoch: 0);

        var state = _script.State(0, 3);

        Assert.Equal((2L, 700L), (state.NextSequence, state.AudioMs));
        var rest = Assert.Single(state.Utterances);
        Assert.Equal((" Second one. Third.", 6L, true), (rest.Text, rest.TextStart, rest.HasBegun));
        Assert.Equal((100, 700L, 512), (rest.SentenceBytes, rest.AudioBytes, rest.Tail.Length));

        _script.Follow(new SpeechFrame { Kind = FrameKind.Ended, Sequence = 2 }, epoch: 0);
        Assert.Equal(0, _script.Count);
    }

    [Fact]
    public void The_header_of_a_WAV_belongs_to_the_beginning()
    {
        _script.Add(Settings, "One.", isWhole: true);
        _script.Follow(new SpeechFrame { Kind = FrameKind.Started, Format = Pcm with { Container = AudioContainer.Wav } }, epoch: 0);
        Assert.False(_script.State(0, 1).Utterances[0].HasBegun);
        _script.Follow(new SpeechFrame { Kind = FrameKind.Audio, Audio = new byte[44], ChunkBytes = 4096 }, epoch: 0);
        Assert.True(_script.State(0, 2).Utterances[0].HasBegun);
    }

    [Fact]
    public void Frames_of_a_cancelled_epoch_move_the_sequence_and_nothing_else()
    {
        _script.Add(Settings, "Old.", isWhole: true);
        _script.Clear();
        _script.Add(Settings, "New.", isWhole: true);

        _script.Follow(Audio(sentenceStart: 0, sentenceBytes: 600, audioBytes: 600, sequence: 7), epoch: 1);

        var state = _script.State(1, 1);
        Assert.Equal(8, state.NextSequence);
        Assert.Equal((1, 0L), (state.Utterances[0].Index, state.Utterances[0].AudioBytes));
    }

    [Fact]
    public void From_its_state_it_goes_on_as_if_nothing_had_happened()
    {
        _script.Add(Settings, "First. Second one. Third.", isWhole: true);
        _script.Add(Settings, "Another, in ", isWhole: false);
        _script.Follow(new SpeechFrame { Kind = FrameKind.Started, Format = Pcm }, epoch: 0);
        _script.Follow(Audio(sentenceStart: 6, sentenceBytes: 100, audioBytes: 700, sequence: 1), epoch: 0);
        var copy = new SessionScript(_script.State(0, 7));

        foreach (var script in (SessionScript[])[_script, copy])
        {
            script.Add(Settings, "parts.", isWhole: false);
            Assert.Equal(1, script.Close());
            Assert.Null(script.Close());
            script.Follow(new SpeechFrame { Kind = FrameKind.Ended, Sequence = 2 }, epoch: 0);
        }

        Assert.Equivalent(_script.State(0, 8), copy.State(0, 8), strict: true);
        Assert.Equal("Another, in parts.", Assert.Single(copy.State(0, 8).Utterances).Text);
    }

    [Fact]
    public void What_was_spoken_is_remembered_as_far_back_as_was_asked_for()
    {
        const string sentence = "This is said again and again. ";
        var script = new SessionScript(keptChars: 1000);
        script.Add(Settings, "", isWhole: false);
        for (var i = 0; i < 500; i++)
        {
            script.Add(Settings, sentence, isWhole: false);
            script.Follow(Audio(i * sentence.Length, sentenceBytes: 600, (i + 1) * 600, sequence: i), epoch: 0);
        }

        var line = script.Current!;
        Assert.InRange(line.TextUpTo(line.SentenceStart).Length, 1000, 2000 + sentence.Length);
        Assert.Equal(sentence, line.TextFrom(line.SentenceStart));
    }

    [Fact]
    public void Where_another_goes_on_it_knows_the_end_of_what_was_spoken()
    {
        var text = string.Join(' ', Enumerable.Range(1000, 300).Select(i => $"Sentence {i}."));
        _script.Add(Settings, text, isWhole: true);
        _script.Follow(Audio(sentenceStart: 3000, sentenceBytes: 600, audioBytes: 600, sequence: 0), epoch: 0);

        var state = Assert.Single(_script.StateAfter([], epoch: 0, nextFrame: 1).Utterances);

        Assert.Equal((text[1000..3000], 3000L, text[3000..]), (state.Spoken, state.TextStart, state.Text));
        var line = new SessionScript(_script.State(0, 1)).Current!;
        Assert.Equal(text[1000..3200], line.TextUpTo(3200));
        Assert.Equal(text[3200..], line.TextFrom(3200));
    }

    [Fact]
    public void What_is_refused_leaves_no_trace() =>
        Gen.Select(Gen.Bool.Select(isShort => isShort ? "One." : "A longer text. It has two."), Gen.Bool).Array[0, 6].Sample(asked =>
        {
            var script = new SessionScript();
            foreach (var (text, isWhole) in asked)
                script.Add(Settings, text, isWhole);
            var before = script.State(0, 0);

            foreach (var isWhole in (bool[])[true, false])
            {
                script.Refuse(script.Add(Settings, "No.", isWhole));
                var after = script.State(0, 0);
                Assert.Equal(before.NextUtterance, after.NextUtterance);
                Assert.Equal(
                    before.Utterances.Select(line => (line.Index, line.Text, line.IsWhole)),
                    after.Utterances.Select(line => (line.Index, line.Text, line.IsWhole)));
            }
        });

    private static SpeechFrame Audio(long sentenceStart, int sentenceBytes, long audioBytes, long sequence) => new()
    {
        Kind = FrameKind.Audio,
        Audio = new byte[600],
        ChunkBytes = 4096,
        Sequence = sequence,
        Reached = new SpokenTo(sentenceStart, sentenceBytes, audioBytes, SessionMs: audioBytes),
    };
}

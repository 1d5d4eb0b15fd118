using CsCheck;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions.Keeping;

namespace Speeko.Tests.Grains.Sessions.Keeping;

/// <summary>A session of which one side knows what was said, and the other how far it was heard.</summary>
public sealed class SessionHistoryTests
{
    private const int ChunkBytes = 100;

    private static readonly AudioFormat Format = new(AudioContainer.Pcm, 1000, 1);

    private static readonly NamedAudio AnySentence = new("any", new SegmentRequest("any", "en", 1, 0), 1, 10_000, 0, 10_000);

    /// <summary>Sentences of some utterances, each with the lengths of its frames; the first of an utterance may be short.</summary>
    private static readonly Gen<int[][][]> AnyUtterances = Gen.Int[1, 4].Array[1, 3].Array[1, 3].Array[1, 4];

    [Fact]
    public void Put_before_what_was_heard_it_is_the_session_again_frame_by_frame() =>
        Gen.Select(AnyUtterances, Gen.Int[1, ChunkBytes / 2].Select(half => 2 * half).Array[2], Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 60]).Sample(
            (utterances, ends, atStart, atKept, atHeard) =>
            {
                var frames = FramesOf(utterances, opening: ends[0], ending: ends[1]);
                var heardFrames = frames[..(atHeard % (frames.Length + 1))];
                var start = Math.Min(atStart % (frames.Length + 1), heardFrames.Length);
                var named = frames[..Math.Clamp(atKept % (frames.Length + 1), start, frames.Length)];
                while (named.Length > start && !EndsASentence(named[^1]))
                    named = named[..^1];
                var whole = Script(utterances);
                var heard = whole.StateAfter(heardFrames, 0, 99) with { Owner = "x" };
                var kept = new KeptSession(whole.StateAfter(frames[..start], 0, 0) with { Owner = "x" }, named[start..], 0);

                var before = SessionHistory.UpTo(kept, heard);

                var from = before is [.., var last] ? last.SequenceEnd : kept.Start.NextSequence;
                if (before is not null && from < heard.NextSequence)
                {
                    var rest = SessionHistory.Heard(from, heard, new HeardSentence(AnySentence, 5, []), ChunkBytes, ends[0]);
                    before = rest is null ? null : [.. before, .. rest];
                }

                // What was kept up to the sentence that is being heard leads up to it.
                var begin = heardFrames.Length - heardFrames.Reverse().TakeWhile(frame => !EndsASentence(frame)).Count();
                if (named.Length >= begin && start <= begin)
                    Assert.NotNull(before);
                if (before is null)
                    return;

                var sequence = kept.Start.NextSequence;
                foreach (var frame in before)
                {
                    Assert.Equal(sequence, frame.Sequence);
                    sequence = frame.SequenceEnd;
                }

                Assert.Equal(heard.NextSequence, sequence);
                var joined = SessionHistory.Joined(kept.Start, heard);
                Assert.NotNull(joined);
                var again = new SessionScript(joined).StateAfter(before, 0, 99) with { Owner = "x" };
                Assert.Equal(Text(heard), Text(again));
            },
            iter: 2000);

    private static string Text(SessionState state) =>
        $"{state.NextSequence} {state.AudioMs} {state.NextUtterance}: " + string.Join(
            '|',
            state.Utterances.Select(u => $"{u.Index} {u.HasBegun} {u.IsWhole} {u.TextStart} {u.Text} {u.SentenceBytes} {u.AudioBytes}"));

    private static bool EndsASentence(SpeechFrame frame) => frame.Kind != FrameKind.Audio || frame.IsToBeAcknowledged;

    private static SessionScript Script(int[][][] utterances) => new(new SessionState
    {
        NextUtterance = utterances.Length,
        Utterances = [.. utterances.Select((sentences, index) => new UtteranceState
        {
            Index = index,
            Settings = new UtteranceSettings(),
            Text = string.Concat(Enumerable.Range(0, sentences.Length).Select(i => $"{index}.{i}. ")),
            IsWhole = true,
        })],
    });

    /// <summary>The last frame of a sentence asks to be acknowledged.</summary>
    private static SpeechFrame[] FramesOf(int[][][] utterances, int opening, int ending)
    {
        var frames = new List<SpeechFrame>();
        var (sequence, sessionMs) = (0L, 0L);
        for (var index = 0; index < utterances.Length; index++)
        {
            var (audioBytes, textStart) = (0L, 0L);
            frames.Add(new SpeechFrame { Kind = FrameKind.Started, Utterance = index, Sequence = sequence, Format = Format });
            foreach (var sentence in utterances[index])
            {
                var (sentenceBytes, isFirst) = (0, audioBytes == 0);
                for (var i = 0; i < sentence.Length; i++)
                {
                    var bytes = isFirst && i == 0 ? opening : sentence[i] * ChunkBytes;
                    if (i > 0 && i == sentence.Length - 1)
                        bytes -= ChunkBytes - ending;
                    (sentenceBytes, audioBytes, sessionMs) = (sentenceBytes + bytes, audioBytes + bytes, sessionMs + Format.DurationMs(bytes));
                    frames.Add(new SpeechFrame
                    {
                        Kind = FrameKind.Audio,
                        Utterance = index,
                        Sequence = sequence,
                        ChunkBytes = ChunkBytes,
                        Name = AnySentence with { Length = bytes },
                        Reached = new SpokenTo(textStart, sentenceBytes, audioBytes, sessionMs, 5),
                        IsToBeAcknowledged = i == sentence.Length - 1,
                    });
                    sequence = frames[^1].SequenceEnd;
                }

                textStart += 5;
            }

            frames.Add(new SpeechFrame { Kind = FrameKind.Ended, Utterance = index, Sequence = sequence });
        }

        return [.. frames];
    }
}

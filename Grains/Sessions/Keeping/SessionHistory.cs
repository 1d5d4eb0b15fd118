using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Grains.Sessions.Keeping;

/// <summary>
/// Puts what was kept of a session before what a frontend knows of it: where the silo was lost, the one has the names of what
/// was said, and the other how far it was heard.
/// </summary>
internal static class SessionHistory
{
    /// <summary>The frames that were kept from before the point at which a listener is; null where they do not lead up to it.</summary>
    public static SpeechFrame[]? UpTo(KeptSession kept, SessionState heard)
    {
        var current = heard.Utterances is [var first, ..] ? first : null;
        var index = current?.Index ?? heard.NextUtterance;
        var isCancelled = heard.Epoch > kept.Start.Epoch;
        SpeechFrame[] frames = [.. Before(kept.Frames, heard.NextSequence, index, current)];
        var upTo = kept with { Frames = frames };
        if (upTo.NextSequence > heard.NextSequence || heard.Epoch < kept.Start.Epoch)
            return null;
        if (isCancelled)
            return [.. frames, .. Unheard(upTo, heard)];

        // Each that has ended has to have told its end, and each that has begun its beginning.
        var end = upTo.End;
        var reached = end.Utterances is [var last, ..] ? last : null;
        return (reached?.Index ?? end.NextUtterance) == index && (reached?.HasBegun ?? false) == (current?.HasBegun ?? false)
            ? frames
            : null;
    }

    /// <summary>
    /// Stands for what was heard of a sentence that the lost silo had not finished, in the same chunks: their sound is that of
    /// the sentence made anew. Null where the chunks don't come out even.
    /// </summary>
    /// <param name="from">Position of its first chunk.</param>
    /// <param name="heard">Up to where it was heard.</param>
    /// <param name="sentence">What was made anew.</param>
    /// <param name="chunkBytes">Of a full chunk.</param>
    /// <param name="openingBytes">Of the first chunk of an utterance.</param>
    public static SpeechFrame[]? Heard(long from, SessionState heard, HeardSentence sentence, int chunkBytes, int openingBytes)
    {
        if (heard.Utterances is not [{ Format: { } format } current, ..])
            return null;
        var (bytes, chunks) = (Math.Min(current.SentenceBytes, sentence.Whole.Length), heard.NextSequence - from);

        // The last of a sentence may be short, too.
        var opening = Math.Min(bytes, current.AudioBytes == current.SentenceBytes ? openingBytes : chunkBytes);
        if (opening == 0)
            return null;
        var frame = new SpeechFrame
        {
            Kind = FrameKind.Audio,
            Epoch = heard.Epoch,
            Utterance = current.Index,
            Sequence = from,
            OffsetMs = heard.AudioMs - format.DurationMs(bytes),
            ChunkBytes = chunkBytes,
            Marks = sentence.Marks,
            Name = sentence.Whole with { Start = 0, Length = bytes },
            Reached = new SpokenTo(current.TextStart, bytes, current.AudioBytes, heard.AudioMs, sentence.Chars),
        };
        SpeechFrame[] frames = opening == chunkBytes || opening == bytes
            ? [frame]
            : [frame.Part(0, opening), frame.Part(opening, bytes) with { Sequence = from + 1 }];
        return frames.Sum(one => one.ChunkCount) == chunks ? frames : null;
    }

    /// <summary>A session's state at an earlier point, with all that was asked for until a later one; null where that can't be told.</summary>
    public static SessionState? Joined(SessionState earlier, SessionState later)
    {
        if (later.Epoch != earlier.Epoch)
            return earlier with { Utterances = later.Utterances, NextUtterance = later.NextUtterance, Epoch = later.Epoch };
        var first = later.Utterances is [var open, ..] ? open : null;
        var index = first?.Index ?? later.NextUtterance;
        var utterances = earlier.Utterances.Where(utterance => utterance.Index < index).ToList();
        foreach (var utterance in later.Utterances)
        {
            if (earlier.Utterances.FirstOrDefault(known => known.Index == utterance.Index) is not { } known)
            {
                utterances.Add(utterance);
                continue;
            }

            var before = utterance.TextStart - known.TextStart;
            if (before < 0 || before > known.Text.Length)
                return null;
            utterances.Add(known with { Text = known.Text[..(int)before] + utterance.Text, IsWhole = utterance.IsWhole });
        }

        return earlier with { Utterances = [.. utterances], NextUtterance = later.NextUtterance };
    }

    private static IEnumerable<SpeechFrame> Before(
        SpeechFrame[] frames, long sequence, int index, UtteranceState? current)
    {
        foreach (var frame in frames)
        {
            var isCurrent = frame.Utterance == index;
            if (frame.Utterance > index
                || (isCurrent && (current is null || frame.Kind is FrameKind.Ended or FrameKind.Failed))
                || (isCurrent && frame.Kind == FrameKind.Started && !current!.HasBegun)
                || (frame.ChunkCount > 0 && frame.Sequence >= sequence))
            {
                yield break;
            }

            if (frame.SequenceEnd > sequence)
            {
                yield return frame.Part(0, (int)(sequence - frame.Sequence) * frame.ChunkBytes);
                yield break;
            }

            yield return frame;
        }
    }

    /// <summary>What was cancelled meanwhile nobody is to hear: it only has its place.</summary>
    private static IEnumerable<SpeechFrame> Unheard(KeptSession upTo, SessionState heard)
    {
        const int ChunkBytes = 1;
        if (upTo.NextSequence < heard.NextSequence)
        {
            yield return new SpeechFrame
            {
                Kind = FrameKind.Audio,
                Epoch = upTo.Start.Epoch,
                Sequence = upTo.NextSequence,
                OffsetMs = heard.AudioMs,
                ChunkBytes = ChunkBytes,
                Name = NamedAudio.Unheard((int)(heard.NextSequence - upTo.NextSequence) * ChunkBytes),
            };
        }
    }
}

/// <summary>A sentence of which a part had been heard when its silo was lost.</summary>
/// <param name="Whole">Made anew.</param>
/// <param name="Chars">Its length in the utterance's text.</param>
/// <param name="Marks">Of the part that had been heard.</param>
internal sealed record HeardSentence(NamedAudio Whole, int Chars, FrameMark[] Marks);

using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// What of a session its listener has heard: what was written to it or, once it says so itself, what it has played. Thread-safe.
/// </summary>
/// <param name="script">At the point where the listener comes in; remembers what was spoken.</param>
/// <param name="epoch">Of the session, there.</param>
internal sealed class Hearing(SessionScript script, int epoch)
{
    /// <summary>An utterance that stays open for hours must not keep all it said.</summary>
    public const int KeptChars = 100_000;

    private readonly Lock _lock = new();

    /// <summary>Written and, as far as is known, not played.</summary>
    private readonly Queue<SpeechFrame> _written = new();

    /// <summary>Words whose sound lies behind what was heard, or in it.</summary>
    private readonly Queue<FrameMark> _words = new();

    private int _epoch = epoch;
    private bool _isTold;
    private bool _hasWords;
    private int _utterance = -1;
    private long _wordEnd;
    private long _lastNumber = -1;
    private long _writtenMs;

    /// <summary>Position of the first chunk that was not written.</summary>
    public long NextSequence { get; private set; } = script.NextSequence;

    /// <summary>Audio of the session that was heard, or was cancelled before it was, in milliseconds.</summary>
    public long HeardMs { get; private set; }

    public SessionScript.Request Expect(UtteranceSettings settings, string text, bool isWhole)
    {
        lock (_lock)
            return script.Add(settings, text, isWhole);
    }

    public void ExpectNot(SessionScript.Request refused)
    {
        lock (_lock)
            script.Refuse(refused);
    }

    public void CloseUtterance()
    {
        lock (_lock)
            script.Close();
    }

    /// <summary>A frame, or a part of one, was written to the listener.</summary>
    /// <returns>Up to which frame the session may be told that all was heard; null for nothing new.</returns>
    public long? Written(SpeechFrame frame)
    {
        lock (_lock)
        {
            NextSequence = Math.Max(NextSequence, frame.SequenceEnd);
            (_lastNumber, _writtenMs) = (frame.Number, frame.Reached?.SessionMs ?? _writtenMs);
            if (!_isTold)
                return Heard(frame);

            // Whoever pauses for long may have much to play; what it sounds like is nobody's concern here.
            _written.Enqueue(frame.Audio.IsEmpty ? frame : frame with { Audio = default, Name = NamedAudio.Unheard(frame.AudioBytes) });
            return null;
        }
    }

    /// <summary>The listener has played everything before a chunk. From now on only that counts as heard.</summary>
    /// <inheritdoc cref="Written" path="/returns" />
    public long? Played(long sequence)
    {
        lock (_lock)
        {
            _isTold = true;
            long? heard = null;
            while (_written.TryPeek(out var frame) && frame.SequenceEnd <= sequence)
                heard = Heard(_written.Dequeue()) ?? heard;
            if (_written.TryPeek(out var current) && current.Sequence < sequence)
                Follow(current.Part(0, (int)(sequence - current.Sequence) * current.ChunkBytes));
            return heard;
        }
    }

    /// <summary>The listener cuts in: what was asked for so far is not to be heard any more.</summary>
    /// <param name="epoch">That begins with it.</param>
    public (CancelledSpeech Speech, long? Heard) Interrupt(int epoch)
    {
        lock (_lock)
        {
            var speech = script.Current is { } line ? Interrupted(line) : CancelledSpeech.Nothing;
            script.Clear();
            _written.Clear();
            _words.Clear();
            (_epoch, HeardMs) = (epoch, _writtenMs);
            return (speech, _lastNumber < 0 ? null : _lastNumber + 1);
        }
    }

    private CancelledSpeech Interrupted(SessionScript.Line line)
    {
        var isBegun = line.AudioBytes > 0 && _utterance == line.Index;
        var end = !isBegun ? line.SentenceStart : _hasWords ? Math.Max(_wordEnd, line.SentenceStart) : line.SentenceEnd;
        var (spoken, rest) = (line.TextUpTo(end), line.TextFrom(end));
        var stop = rest.TakeWhile(char.IsPunctuation).Count();
        return new CancelledSpeech(
            isBegun ? (spoken + rest[..stop]).Trim() : spoken.Trim(),
            isBegun ? rest[stop..].Trim() : rest.Trim(),
            line.Format?.DurationMs(line.AudioBytes) ?? 0);
    }

    private long? Heard(SpeechFrame frame)
    {
        Follow(frame);
        return frame.IsToBeAcknowledged ? frame.Number + 1 : null;
    }

    private void Follow(SpeechFrame frame)
    {
        script.Follow(frame, _epoch);
        HeardMs = frame.Reached?.SessionMs ?? HeardMs;
        if (frame.Epoch != _epoch || frame.Reached is not { } reached)
            return;
        if (_utterance != frame.Utterance)
        {
            _words.Clear();
            (_utterance, _hasWords, _wordEnd) = (frame.Utterance, false, 0);
        }

        foreach (var mark in frame.Marks.Where(mark => !mark.IsSentence))
            _words.Enqueue(mark);
        while (_words.TryPeek(out var word) && word.TimeMs < reached.SessionMs)
        {
            _hasWords = true;
            _wordEnd = Math.Max(_wordEnd, word.TextOffset + word.TextLength);
            _words.Dequeue();
        }
    }
}

/// <summary>What a cancel interrupted.</summary>
/// <param name="TextSpoken">Of the interrupted utterance, up to the last word that was begun.</param>
/// <param name="TextRemaining">The rest of it, as far as it was asked for.</param>
/// <param name="AudioMs">Audio of it that was heard, in milliseconds.</param>
public sealed record CancelledSpeech(string TextSpoken, string TextRemaining, long AudioMs)
{
    public static readonly CancelledSpeech Nothing = new("", "", 0);
}

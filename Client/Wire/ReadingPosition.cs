namespace Speeko.Client.Wire;

/// <summary>How far a reader has come in its session: where it goes on after a loss, and what it has had already when that comes again.</summary>
internal sealed class ReadingPosition
{
    private SpeechStarted? _source;
    private SpeechMark? _lastMark;
    private int _ended = -1;
    private bool _mayRepeat;

    /// <summary>Null until the server has said which session it is.</summary>
    public Guid? Session => _source?.SessionId;

    /// <summary>Position of the next chunk.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Null for audio whose format is not known.</summary>
    public SpeechChunk? Follow(ReadOnlyMemory<byte> audio) =>
        _source is { } source ? new SpeechChunk(audio.ToArray(), NextSequence++, source) : null;

    /// <summary>Null for what the reader has had before.</summary>
    public SpeechEvent? Follow(SpeechEvent happened)
    {
        switch (happened)
        {
            case SpeechStarted started:
                var isKnown = _mayRepeat && started.SessionId == Session && started.Utterance <= _source!.Utterance;
                NextSequence = started.Sequence;
                if (isKnown)
                    return null;
                _source = started;
                return started;
            case SpeechMark mark:
                if (_mayRepeat && _lastMark is { } last && !IsBehind(mark, last))
                    return null;
                return _lastMark = mark;
            case SpeechCompleted { Utterance: var ended }:
                return End(ended) ? happened : null;
            case SpeechFailed { Utterance: { } failed }:
                return End(failed) ? happened : null;
            default:
                return happened;
        }
    }

    /// <summary>The session goes on here, or a little before.</summary>
    public void GoOn(long sequence) => (NextSequence, _mayRepeat) = (sequence, true);

    /// <summary>It is another session, from its beginning.</summary>
    public void Restart() => (_source, NextSequence, _lastMark, _ended, _mayRepeat) = (null, 0, null, -1, false);

    private static bool IsBehind(SpeechMark mark, SpeechMark last) =>
        (mark.TimeMs, mark.TextOffset, !mark.IsSentence).CompareTo((last.TimeMs, last.TextOffset, !last.IsSentence)) > 0;

    private bool End(int utterance)
    {
        var isNews = utterance > _ended;
        _ended = Math.Max(_ended, utterance);
        return isNews;
    }
}

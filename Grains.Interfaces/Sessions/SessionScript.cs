using System.Text;

namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>
/// A session's <see cref="SessionState"/> at a point that moves along with its frames: what was asked for and has not come to
/// its end there, and how far it has come. Text is forgotten a while after its audio has come. Not thread-safe.
/// </summary>
/// <param name="keptChars">Text of an utterance that is remembered behind its audio, at least.</param>
public sealed class SessionScript(int keptChars = SessionScript.SpokenChars)
{
    /// <summary>So much of it goes along to another silo or frontend; an answer of a conversation is rarely longer.</summary>
    public const int SpokenChars = 2000;

    private readonly LinkedList<Line> _lines = new();
    private int _nextUtterance;
    private long _audioMs;

    /// <summary>At the point of <paramref name="state"/>.</summary>
    public SessionScript(SessionState state, int keptChars = SpokenChars) : this(keptChars)
    {
        (_nextUtterance, NextSequence, _audioMs) = (state.NextUtterance, state.NextSequence, state.AudioMs);
        foreach (var utterance in state.Utterances)
            _lines.AddLast(new Line(utterance, keptChars));
    }

    /// <summary>Utterances whose end has not come.</summary>
    public int Count => _lines.Count;

    /// <summary>Position of the next chunk.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Those whose end has not come, in order.</summary>
    public IEnumerable<int> Utterances => _lines.Select(line => line.Index);

    /// <summary>What has been asked for so far, whether it was heard or not.</summary>
    public AskedText Asked => new(_nextUtterance, _lines.Last?.Value is { IsWhole: false } open ? open.TextEnd : null);

    /// <summary>The utterance that the point is in or before; null when nothing is left.</summary>
    public Line? Current => _lines.First?.Value;

    /// <summary>Text was asked for: an utterance, or a part of the one that is open.</summary>
    /// <param name="settings">How it is to sound.</param>
    /// <param name="text">Whole or a part.</param>
    /// <param name="isWhole">Which of the two.</param>
    public Request Add(UtteranceSettings settings, string text, bool isWhole)
    {
        var open = _lines.Last?.Value is { IsWhole: false } last ? last : null;
        if (open is not null && !isWhole)
            return new Request(open, open.Append(text), text.Length, Closed: null);

        // Whole text ends the open utterance, here as in the session.
        if (open is not null)
            open.IsWhole = true;
        var line = Add(new UtteranceState { Index = _nextUtterance, Settings = settings, Text = text, IsWhole = isWhole });
        return new Request(line, At: 0, text.Length, open);
    }

    /// <summary>An utterance that somebody else has counted.</summary>
    public Line Add(UtteranceState asked)
    {
        var line = new Line(asked, keptChars);
        _nextUtterance = asked.Index + 1;
        _lines.AddLast(line);
        return line;
    }

    /// <summary>The session would not have it: as if it had not been asked for.</summary>
    public void Refuse(Request request)
    {
        // What has ended or was cancelled meanwhile is gone already.
        if (_lines.Last?.Value != request.Line)
            return;
        request.Line.TakeBack(request.Chars);
        if (request.Closed is not null)
            request.Closed.IsWhole = false;
        if (!request.Line.IsEmpty)
            return;
        _lines.RemoveLast();
        _nextUtterance--;
    }

    /// <summary>No further text comes to the open utterance. Returns its number; null when there is none.</summary>
    public int? Close()
    {
        if (_lines.Last?.Value is not { IsWhole: false } open)
            return null;
        open.IsWhole = true;
        return open.Index;
    }

    /// <summary>Nothing is wanted any more.</summary>
    public void Clear() => _lines.Clear();

    /// <summary>Moves behind the next frame.</summary>
    public void Follow(SpeechFrame frame, int epoch)
    {
        NextSequence = frame.SequenceEnd;
        _audioMs = frame.Reached?.SessionMs ?? _audioMs;
        if (frame.Epoch != epoch || Current is not { } line || line.Index != frame.Utterance)
            return;
        if (frame.Kind is FrameKind.Ended or FrameKind.Failed)
            _lines.RemoveFirst();
        else
            line.Follow(frame);
    }

    public SessionState State(int epoch, long nextFrame) => new()
    {
        Epoch = epoch,
        NextFrame = nextFrame,
        NextSequence = NextSequence,
        AudioMs = _audioMs,
        NextUtterance = _nextUtterance,
        Utterances = [.. _lines.Select(line => line.State)],
    };

    /// <summary>The state behind further frames, to which the point does not move.</summary>
    public SessionState StateAfter(IEnumerable<SpeechFrame> frames, int epoch, long nextFrame)
    {
        var copy = new SessionScript(State(epoch, nextFrame));
        foreach (var frame in frames)
            copy.Follow(frame, epoch);
        return copy.State(epoch, nextFrame);
    }

    /// <summary>What was asked for.</summary>
    /// <param name="Line">The utterance.</param>
    /// <param name="At">Where in its text the part belongs.</param>
    /// <param name="Chars">Length of the part.</param>
    /// <param name="Closed">The open utterance that has ended by it.</param>
    public sealed record Request(Line Line, long At, int Chars, Line? Closed);

    /// <summary>One utterance.</summary>
    public sealed class Line
    {
        /// <summary>Of the last samples that came, if they came as bytes: they tell where others join them.</summary>
        private const int TailBytes = 512;

        private readonly UtteranceState _start;
        private readonly int _keptChars;
        private readonly StringBuilder _text;
        private ReadOnlyMemory<byte> _tail;
        private long _forgottenChars;
        private SpokenTo? _reached;

        internal Line(UtteranceState start, int keptChars)
        {
            (_start, _keptChars, _text) = (start, keptChars, new StringBuilder(start.Spoken + start.Text));
            (_forgottenChars, SentenceStart) = (start.TextStart - start.Spoken.Length, start.TextStart);
            (_tail, Format, HasBegun, IsWhole) = (start.Tail, start.Format, start.HasBegun, start.IsWhole);
        }

        public int Index => _start.Index;

        public bool IsWhole { get; internal set; }

        public AudioFormat? Format { get; private set; }

        public bool HasBegun { get; private set; }

        /// <summary>Samples up to the point, in bytes.</summary>
        public long AudioBytes => _reached?.AudioBytes ?? _start.AudioBytes;

        /// <summary>Where the sentence begins that the point is in.</summary>
        public long SentenceStart { get; private set; }

        /// <summary>Where it ends; its beginning, where nothing of it has come.</summary>
        public long SentenceEnd => SentenceStart + (_reached?.SentenceChars ?? 0);

        /// <summary>Where the text ends that was asked for.</summary>
        internal long TextEnd => _forgottenChars + _text.Length;

        internal bool IsEmpty => TextEnd == 0;

        internal UtteranceState State => _start with
        {
            Text = TextFrom(SentenceStart),
            TextStart = SentenceStart,
            IsWhole = IsWhole,
            HasBegun = HasBegun,
            SentenceBytes = _reached?.SentenceBytes ?? _start.SentenceBytes,
            AudioBytes = AudioBytes,
            Tail = _tail,
            Format = Format,
            Spoken = Text(SentenceStart - SpokenChars, SentenceStart),
        };

        /// <summary>The text before <paramref name="end"/>, as far back as it is remembered.</summary>
        public string TextUpTo(long end) => Text(0, end);

        /// <summary>The text from <paramref name="start"/> on.</summary>
        public string TextFrom(long start) => Text(start, TextEnd);

        /// <summary>Returns where the part begins.</summary>
        internal long Append(string part)
        {
            var at = TextEnd;
            _text.Append(part);
            return at;
        }

        internal void TakeBack(int chars) => _text.Length -= Math.Min(chars, _text.Length);

        internal void Follow(SpeechFrame frame)
        {
            // The header of a WAV comes by itself, and counts as the beginning.
            Format = frame.Format ?? Format;
            HasBegun |= frame.Kind == FrameKind.Audio || Format?.Container == AudioContainer.Pcm;
            if (frame.Reached is not { } reached)
                return;
            _reached = reached;
            _tail = frame.Audio[Math.Max(0, frame.Audio.Length - TailBytes)..].ToArray();
            SentenceStart = Math.Max(SentenceStart, reached.SentenceStart);
            Forget();
        }

        private void Forget()
        {
            var spoken = InBuffer(SentenceStart);

            // Not sentence by sentence where much is kept: it moves what is behind.
            if (spoken <= 2 * _keptChars)
                return;
            _text.Remove(0, spoken - _keptChars);
            _forgottenChars += spoken - _keptChars;
        }

        private string Text(long start, long end) => _text.ToString(InBuffer(start), InBuffer(end) - InBuffer(start));

        private int InBuffer(long position) => (int)Math.Clamp(position - _forgottenChars, 0, _text.Length);
    }
}

/// <summary>How far a session has been asked to speak: whoever asked knows by it what did not come through.</summary>
/// <param name="Utterances">How many, from the beginning.</param>
/// <param name="OpenChars">Text of the last of them so far, in UTF-16 characters; null when it is whole.</param>
public sealed record AskedText(int Utterances, long? OpenChars);

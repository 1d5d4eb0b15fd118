using System.Text;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// What a listener asked for and has not been told the end of, and how far it has come: what another silo needs to go on when
/// the one that holds the session is lost. Text is forgotten as its audio comes. Not thread-safe.
/// </summary>
internal sealed class SessionScript
{
    private readonly LinkedList<Line> _lines = new();
    private int _nextUtterance;
    private long _nextSequence;
    private long _audioMs;

    /// <summary>Utterances whose end has not come.</summary>
    public int Count => _lines.Count;

    /// <summary>Text was asked for: an utterance, or a part of the one that is open.</summary>
    public Request Add(UtteranceSettings settings, string text, bool isWhole)
    {
        var open = _lines.Last?.Value is { IsWhole: false } last ? last : null;
        if (open is not null && !isWhole)
        {
            var at = open.TextStart + open.Text.Length;
            open.Text.Append(text);
            return new Request(open, at, text.Length, Closed: null);
        }

        // Whole text ends the open utterance, here as in the session.
        if (open is not null)
            open.IsWhole = true;
        var line = new Line(_nextUtterance++, settings) { IsWhole = isWhole };
        line.Text.Append(text);
        _lines.AddLast(line);
        return new Request(line, At: 0, text.Length, open);
    }

    /// <summary>The session would not have it: as if it had not been asked for.</summary>
    public void Refuse(Request request)
    {
        // What has ended or was cancelled meanwhile is gone already.
        if (_lines.Last?.Value != request.Line)
            return;
        request.Line.Text.Length -= request.Chars;
        if (request.Closed is not null)
            request.Closed.IsWhole = false;
        if (request.Line.Text.Length > 0 || request.Line.TextStart > 0)
            return;
        _lines.RemoveLast();
        _nextUtterance--;
    }

    /// <summary>No further text comes to the open utterance.</summary>
    public void Close()
    {
        if (_lines.Last is { } last)
            last.Value.IsWhole = true;
    }

    /// <summary>Nothing is wanted any more. Returns the text, from the sentence being spoken on, and the audio of what was interrupted.</summary>
    public (string Text, long AudioMs) Clear()
    {
        var first = _lines.First?.Value;
        _lines.Clear();
        return first is null ? ("", 0) : (first.Text.ToString(), first.Format?.DurationMs(first.AudioBytes) ?? 0);
    }

    /// <summary>A frame has come, in order.</summary>
    public void Follow(SpeechFrame frame, int epoch)
    {
        _nextSequence = frame.Sequence + frame.ChunkCount;
        _audioMs = frame.Reached?.SessionMs ?? _audioMs;
        if (frame.Epoch != epoch || _lines.First?.Value is not { } line || line.Index != frame.Utterance)
            return;
        if (frame.Kind is FrameKind.Ended or FrameKind.Failed)
            _lines.RemoveFirst();
        else
            line.Follow(frame);
    }

    public SessionState State(int attachment, int epoch, long nextFrame) => new()
    {
        Attachment = attachment,
        Epoch = epoch,
        NextFrame = nextFrame,
        NextSequence = _nextSequence,
        AudioMs = _audioMs,
        NextUtterance = _nextUtterance,
        Utterances = [.. _lines.Select(line => line.State)],
    };

    /// <summary>What was asked for.</summary>
    /// <param name="Line">The utterance.</param>
    /// <param name="At">Where in its text the part belongs.</param>
    /// <param name="Chars">Length of the part.</param>
    /// <param name="Closed">The open utterance that has ended by it.</param>
    internal sealed record Request(Line Line, long At, int Chars, Line? Closed);

    /// <summary>One utterance.</summary>
    internal sealed class Line(int index, UtteranceSettings settings)
    {
        /// <summary>Of the last samples that came, if they came as bytes: they tell where others join them.</summary>
        private const int TailBytes = 512;

        private byte[] _tail = [];
        private SpokenTo? _reached;
        private bool _hasBegun;

        public int Index => index;

        /// <summary>From <see cref="TextStart"/> on.</summary>
        public StringBuilder Text { get; } = new();

        public long TextStart { get; private set; }

        public bool IsWhole { get; set; }

        public AudioFormat? Format { get; private set; }

        public long AudioBytes => _reached?.AudioBytes ?? 0;

        public UtteranceState State => new()
        {
            Index = index,
            Settings = settings,
            Text = Text.ToString(),
            TextStart = TextStart,
            IsWhole = IsWhole,
            HasBegun = _hasBegun,
            SentenceBytes = _reached?.SentenceBytes ?? 0,
            AudioBytes = AudioBytes,
            Tail = _tail,
        };

        public void Follow(SpeechFrame frame)
        {
            // The header of a WAV comes by itself, and counts as the beginning.
            Format = frame.Format ?? Format;
            _hasBegun |= frame.Kind == FrameKind.Audio || Format?.Container == AudioContainer.Pcm;
            if (frame.Reached is not { } reached)
                return;
            _reached = reached;
            _tail = frame.Audio[Math.Max(0, frame.Audio.Length - TailBytes)..].ToArray();
            var spoken = (int)Math.Clamp(reached.SentenceStart - TextStart, 0, Text.Length);
            if (spoken == 0)
                return;
            Text.Remove(0, spoken);
            TextStart += spoken;
        }
    }
}

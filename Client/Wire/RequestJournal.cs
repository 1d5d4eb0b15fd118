using System.Text;

namespace Speeko.Client.Wire;

/// <summary>
/// What was asked of a session and has not been answered to the end: when the connection is lost, some of it may never have come
/// through. Knows from how far the server was asked what is to be said again. Thread-safe.
/// </summary>
internal sealed class RequestJournal
{
    /// <summary>Many parts are said again as a few.</summary>
    private const int PieceChars = 16 * 1024;

    private static readonly Request Cancel = new("cancel");
    private static readonly Request Flush = new("flush");

    private readonly Lock _lock = new();
    private readonly LinkedList<Utterance> _utterances = new();
    private int _next;

    /// <summary>Cancels whose answer has not come.</summary>
    private int _unanswered;

    /// <summary>Cancels that came through, whose answer was lost.</summary>
    private int _lostAnswers;

    /// <summary>Nothing has come yet that was asked for behind the last cancel, so a session may not know of it.</summary>
    private bool _isCancelOpen;

    /// <summary>One of several requests was refused, and a refusal does not say which.</summary>
    private bool _isUncertain;

    /// <summary>Whether marks were asked for last.</summary>
    public bool WithMarks { get; private set; }

    private Utterance? Open => _utterances.Last?.Value is { IsWhole: false } open ? open : null;

    /// <summary>Something is about to be asked.</summary>
    public void Add(Request request)
    {
        lock (_lock)
            Note(request);
    }

    /// <summary>The server has said something.</summary>
    public void Follow(SpeechEvent happened)
    {
        lock (_lock)
            Note(happened);
    }

    /// <summary>
    /// What is to be said to a session that goes on; null where that can't be told. From then on it counts as said.
    /// </summary>
    /// <param name="asked">How far the session has been asked, or nothing for one that has just begun.</param>
    public MissingRequests? TakeMissing(AskedSoFar asked)
    {
        lock (_lock)
            return Missing(asked);
    }

    /// <summary>How many cancels came through whose answers did not, and will not; each is told once.</summary>
    public int TakeLostAnswers()
    {
        lock (_lock)
        {
            var lost = _lostAnswers;
            _lostAnswers = 0;
            return lost;
        }
    }

    private void Note(Request request)
    {
        WithMarks = request.Marks ?? WithMarks;
        switch (request.Type)
        {
            case "append" when Open is { } open:
                open.Append(request.Text!);
                break;
            case "append" or "speak":
                if (Open is { } before)
                    before.EndsByNext = true;
                _utterances.AddLast(new Utterance(_next++, request));
                break;
            case "flush" when Open is { } open:
                open.IsFlushed = true;
                break;
            case "cancel":
                _utterances.Clear();
                (_isCancelOpen, _isUncertain) = (true, false);
                _unanswered++;
                break;
        }
    }

    private void Note(SpeechEvent happened)
    {
        switch (happened)
        {
            case SpeechStarted { Utterance: var begun }:
                _isCancelOpen &= _utterances.First is not { Value: var first } || begun < first.Index;
                break;
            case SpeechCompleted { Utterance: var ended }:
                End(ended);
                break;
            case SpeechFailed { Utterance: { } ended }:
                End(ended);
                break;
            case SpeechFailed when _utterances is { Count: 1, First.Value: { Parts: 1 } only }:
                _utterances.Clear();
                _next = only.Index;
                break;
            case SpeechFailed:
                _isUncertain = _utterances.Count > 0;
                break;
            case SpeechCancelled:
                _unanswered = Math.Max(0, _unanswered - 1);
                break;
        }
    }

    private MissingRequests? Missing(AskedSoFar asked)
    {
        if (_isUncertain || asked.Utterances > _next)
            return null;
        var requests = new List<Request>();
        var unasked = 0;

        // 1. What was asked for behind a cancel has not overtaken it.
        if (_utterances.First?.Value.Index < asked.Utterances)
        {
            _lostAnswers += _unanswered;
            (_unanswered, _isCancelOpen) = (0, false);
        }
        else if (_isCancelOpen)
        {
            requests.AddRange(Enumerable.Repeat(Cancel, Math.Max(1, _unanswered)));
            unasked = _unanswered == 0 ? 1 : 0;
        }

        // 2. Of the last that has come through, maybe only a part has.
        foreach (var utterance in _utterances)
        {
            if (utterance.Index < asked.Utterances - 1)
                continue;
            if (utterance.Index >= asked.Utterances)
                requests.AddRange(utterance.From(0));
            else if (asked.OpenChars > utterance.Length)
                return null;
            else if (asked.OpenChars is { } chars && !utterance.IsSpoken)
                requests.AddRange(utterance.From((int)chars));
        }

        // 3. What is said again is counted from there.
        _next = asked.Utterances;
        foreach (var utterance in _utterances.Where(utterance => utterance.Index >= asked.Utterances))
            utterance.Index = _next++;
        return new MissingRequests(requests, unasked);
    }

    private void End(int utterance)
    {
        while (_utterances.First is { Value: var first } && first.Index <= utterance)
            _utterances.RemoveFirst();
        if (_utterances.Count == 0)
            _isUncertain = false;
        _next = Math.Max(_next, utterance + 1);
    }

    private sealed class Utterance(int index, Request first)
    {
        private readonly StringBuilder _text = new(first.Text);

        public int Index { get; set; } = index;

        public int Parts { get; private set; } = 1;

        public bool IsFlushed { get; set; }

        /// <summary>Text that was whole came behind it.</summary>
        public bool EndsByNext { get; set; }

        public bool IsSpoken => first.Type == "speak";

        public bool IsWhole => IsSpoken || IsFlushed || EndsByNext;

        public int Length => _text.Length;

        public void Append(string text)
        {
            Parts++;
            _text.Append(text);
        }

        public IEnumerable<Request> From(int chars)
        {
            // Text that is whole was no longer than a message may be.
            for (int length; chars < _text.Length; chars += length)
            {
                length = IsSpoken ? _text.Length : PieceAt(chars);
                yield return first with { Text = _text.ToString(chars, length) };
            }

            if (IsFlushed)
                yield return Flush;
        }

        private int PieceAt(int start)
        {
            var length = Math.Min(PieceChars, _text.Length - start);
            return start + length < _text.Length && char.IsHighSurrogate(_text[start + length - 1]) ? length - 1 : length;
        }
    }
}

/// <summary>How far a session has been asked to speak.</summary>
/// <param name="Utterances">How many, from the beginning.</param>
/// <param name="OpenChars">Text of the last of them so far; null when it is whole.</param>
internal readonly record struct AskedSoFar(int Utterances, long? OpenChars);

/// <summary>What did not come through.</summary>
/// <param name="Requests">In order.</param>
/// <param name="KnownAnswers">Cancels among the requests that have been answered before.</param>
internal sealed record MissingRequests(IReadOnlyList<Request> Requests, int KnownAnswers);

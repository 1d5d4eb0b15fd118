using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Voices;

namespace Speeko.Grains.Sessions;

/// <summary>
/// What a session was asked to say and has not said, in order. Whoever calls may be late, or call twice: an utterance is
/// taken once, by its number. Belongs to one grain, so it needs no lock.
/// </summary>
/// <param name="past">Is told what was asked for, too.</param>
/// <param name="voices">Know what can be said.</param>
/// <param name="options">Bound what may wait.</param>
/// <param name="watchForStall">Sees to it that an open utterance is spoken as far as it goes when no text comes for a while.</param>
internal sealed class SessionQueue(
    SessionPast past, VoiceResolver voices, SessionOptions options, Func<Utterance, IDisposable> watchForStall)
{
    private readonly LinkedList<Utterance> _utterances = new();
    private IDisposable? _stall;
    private int _next;

    public bool IsEmpty => _utterances.Count == 0;

    public LinkedListNode<Utterance>? First => _utterances.First;

    /// <summary>Number of the first utterance that was not asked for.</summary>
    public int Next => _next;

    private Utterance? Opened => _utterances.Last?.Value is { IsWhole: false } open ? open : null;

    /// <summary>From which utterance on is new.</summary>
    public void StartAt(int utterance) => _next = utterance;

    public SpeechError? Add(int utterance, UtteranceSettings settings, string text, bool isWhole)
    {
        var open = Opened;

        // What was taken up before it came is neither spoken twice nor added to what came after it.
        if (utterance < _next && (isWhole || open?.Index != utterance))
            return null;
        if (SessionErrors.OfText(SpeakableText.Clean(text), _utterances, open is null, isWhole, options) is { } error)
            return error;
        if (open is not null && !isWhole)
        {
            AddTo(open, text);
            return null;
        }

        // Whole text behind an open utterance ends that one: its end was not told, but is plain now.
        if (voices.Resolve(settings, out _, out _) is { } unknown)
            return unknown;
        if (open is not null)
            Complete(open);
        OpenNew(new UtteranceState { Index = utterance, Settings = settings, Text = text, IsWhole = isWhole });
        return null;
    }

    /// <summary>
    /// What of a part that begins there has not been taken up before; null where text before it is missing. A frontend that was left
    /// may still have brought the beginning of what the next one brings.
    /// </summary>
    public string? NewOf(int utterance, long at, string part)
    {
        // What is closed by now, nobody adds to.
        var end = Opened is { } open && open.Index == utterance ? open.TextEnd : utterance < _next ? at : 0;
        return at > end ? null : part[(int)Math.Min(end - at, part.Length)..];
    }

    /// <summary>Goes on with what was asked for of a silo that was lost.</summary>
    public void GoOn(SessionState state)
    {
        _next = state.NextUtterance;
        foreach (var utterance in state.Utterances)
            Open(utterance);
    }

    /// <summary>What the listener's side asked for and does not know to have arrived.</summary>
    public void TakeUp(UtteranceState[] wanted)
    {
        foreach (var utterance in wanted)
        {
            if (utterance.Index >= _next)
                OpenNew(utterance);
            else if (_utterances.FirstOrDefault(known => known.Index == utterance.Index) is { IsWhole: false } open)
                TakeUpRest(utterance, open);
        }
    }

    /// <summary>No further text comes to this utterance, if it is the open one.</summary>
    public void Close(int utterance)
    {
        if (Opened is { } open && open.Index == utterance)
            Complete(open);
    }

    /// <summary>No further text comes to anything.</summary>
    public void Close()
    {
        if (Opened is { } open)
            Complete(open);
    }

    /// <summary>It was spoken, or cancelled while it was.</summary>
    public void Remove(LinkedListNode<Utterance> spoken)
    {
        if (ReferenceEquals(_utterances.First, spoken))
            _utterances.RemoveFirst();
    }

    public void Clear()
    {
        _utterances.Clear();
        past.Clear();
        _stall?.Dispose();
    }

    private void TakeUpRest(UtteranceState wanted, Utterance open)
    {
        var known = (int)Math.Clamp(open.TextEnd - wanted.TextStart, 0, wanted.Text.Length);
        AddTo(open, wanted.Text[known..]);
        if (wanted.IsWhole)
            Complete(open);
    }

    private void OpenNew(UtteranceState asked)
    {
        _next = asked.Index + 1;
        past.Add(asked);
        Open(asked);
    }

    private void Open(UtteranceState asked)
    {
        var refusal = voices.Resolve(asked.Settings, out var voice, out var format);
        var utterance = new Utterance(voice, format, asked) { Refusal = refusal };
        _utterances.AddLast(utterance);
        utterance.Append(SpeakableText.Clean(asked.Text));
        if (asked.IsWhole)
            utterance.Complete();
        else
            WatchForStall(utterance);
    }

    private void AddTo(Utterance open, string part)
    {
        past.Add(open.Settings, part);
        open.Append(SpeakableText.Clean(part));
        WatchForStall(open);
    }

    private void Complete(Utterance open)
    {
        _stall?.Dispose();
        past.Close();
        open.Complete();
    }

    private void WatchForStall(Utterance open)
    {
        _stall?.Dispose();
        _stall = watchForStall(open);
    }
}

using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions.Keeping;

namespace Speeko.Grains.Sessions;

/// <summary>
/// What a session has said and may be asked for again: the frames that are kept, and what was asked for at the first of them.
/// A silo that takes it up from a lost one comes to know later what was said before. Belongs to one grain, so it needs no lock.
/// </summary>
internal sealed class SessionPast
{
    /// <summary>For what was said before this silo took the session up; a frontend waits for two seconds, and asks again.</summary>
    private static readonly TimeSpan FindingTimeout = TimeSpan.FromSeconds(1);

    /// <summary>So often it may have been taken over since it was written: no lead is to be there twice.</summary>
    private const int UnwrittenLeads = 16;

    private readonly KeptSessions _sessions;
    private readonly TimeProvider _time;
    private readonly Guid _id;
    private readonly SessionOptions _options;
    private readonly Func<SessionState> _now;
    private readonly Action<int> _takenOver;
    private SessionScript _first = new();
    private SessionState _heard = new();

    /// <summary>What was kept before the first frame, until it is put there; of the last sentence it may need <see cref="_sentence"/>.</summary>
    private KeptSession? _earlier;
    private HeardSentence? _sentence;
    private TaskCompletionSource? _finding;
    private bool _isSearching;

    /// <summary>Chunks that may have been heard of what a lost silo said last, and nobody has written down.</summary>
    private long _unwritten;

    /// <param name="id">Of the session.</param>
    /// <param name="sessions">Where it is written down.</param>
    /// <param name="credit">What the frames cost.</param>
    /// <param name="options">How much is kept.</param>
    /// <param name="now">Owner, epoch and lead of the session.</param>
    /// <param name="takenUp">Called when it turns out that the session goes on in another activation.</param>
    /// <param name="takenOver">Called when it turns out that others have led it since; with their lead.</param>
    /// <param name="time">By which it is written.</param>
    public SessionPast(
        Guid id,
        KeptSessions sessions,
        ListenerCredit credit,
        SessionOptions options,
        Func<SessionState> now,
        Action takenUp,
        Action<int> takenOver,
        TimeProvider time)
    {
        (_id, _sessions, _options, _now, _takenOver, _time) = (id, sessions, options, now, takenOver, time);
        Log = new FrameLog(credit, options.KeptSeconds * 1000L, options.KeptBytes, frame => _first.Follow(frame, Epoch));
        Keeper = new SessionKeeper(id, sessions.Store, ToKept, () => Log.Incarnation, TimeSpan.FromSeconds(options.LeaseSeconds), takenUp, time);
    }

    public FrameLog Log { get; }

    /// <summary>The frame that the listener's side waited for when this silo took the session up; null where only the store knew of it.</summary>
    public long? BegunBehind { get; private set; }

    /// <summary>Number of the first that was said here instead.</summary>
    public long FirstNumber { get; private set; }

    public SessionKeeper Keeper { get; }

    private int Epoch => _now().Epoch;

    /// <summary>A frontend knows how far the listener has come; what was said before is yet to be found.</summary>
    public void StartAt(SessionState heard, long attempt)
    {
        _first = new SessionScript(heard with { Utterances = [] });
        Log.StartAt(heard.NextFrame, heard.NextSequence, attempt);
        (_heard, BegunBehind, FirstNumber) = (heard, heard.NextFrame, Log.NextNumber);
        if (heard.NextFrame == 0)
            return;
        FindAsync().Ignore();
        Keeper.Changed();
    }

    /// <summary>What is known of the session to nobody but the store, where it concerns this key.</summary>
    /// <param name="owner">The key.</param>
    /// <param name="heard">Chunks before this one were heard, as far as its listener tells.</param>
    public async Task<SessionSearch> FindAsync(string owner, long? heard)
    {
        var search = await _sessions.FindAsync(_id, owner, heard ?? 0);
        return search.Kept is { IsOver: true } ? default : search;
    }

    /// <summary>Nobody knows but what was kept. Returns the state behind it.</summary>
    public SessionState StartAt(KeptSession kept, long attempt)
    {
        _first = new SessionScript(kept.Start);
        Log.StartAt(kept.NextFrame, kept.Start.NextSequence, attempt);
        Log.Restore(kept.Frames);
        _unwritten = 4 * _options.WindowBytes / _options.ChunkBytes;
        Keeper.Changed();
        return kept.End with { NextFrame = Log.NextNumber, Lead = kept.Start.Lead + UnwrittenLeads };
    }

    /// <summary>Why a listener can't go on with a chunk; null where it can.</summary>
    /// <param name="sequence">The chunk.</param>
    /// <param name="hasMoreToSay">What was not written down can only be said again by who knows what it was.</param>
    public async Task<SpeechError?> ReachAsync(long sequence, bool hasMoreToSay)
    {
        if (sequence < Log.OldestSequence && _finding is not null)
            await Task.WhenAny(_finding.Task, Task.Delay(FindingTimeout, _time));

        // The sentence of which a part was heard may have to wait long for an engine.
        if (sequence < Log.OldestSequence)
            return _finding is { Task.IsCompleted: false } ? SessionErrors.Lost : SessionErrors.Gone(Log.OldestSequence);
        if (sequence <= Log.NextSequence)
            return null;
        if (sequence > Log.NextSequence + _unwritten || !hasMoreToSay)
            return _unwritten > 0 ? SessionErrors.Unknown : SessionErrors.Ahead(Log.NextSequence);
        Log.SayAgainUpTo(sequence);
        return null;
    }

    public void Add(UtteranceState asked)
    {
        _first.Add(asked);
        Keeper.Changed(isUrgent: true);
    }

    public void Add(UtteranceSettings settings, string text)
    {
        _first.Add(settings, text, isWhole: false);
        Keeper.Changed(isUrgent: true);
    }

    public void Close()
    {
        _first.Close();
        Keeper.Changed(isUrgent: true);
    }

    /// <summary>What was asked for is not wanted any more, nor what was said of it.</summary>
    public void Clear()
    {
        _first.Clear();
        _heard = _heard with { Epoch = Epoch };
        Join();
        Log.Silence(Epoch);
        Keeper.Changed(isUrgent: true);
    }

    /// <summary>A sentence is finished, whose frames begin with <paramref name="first"/>.</summary>
    public void Name(long first, NamedAudio whole)
    {
        Log.Name(first, whole);
        Keeper.Changed();
    }

    /// <summary>A sentence is finished that was put together from two attempts; it begins with <paramref name="first"/>.</summary>
    public void StandIn(long first, NamedAudio whole)
    {
        Log.StandIn(first, whole);
        Keeper.Changed();
    }

    /// <summary>The sentence is finished that was being heard when the silo was lost; what was said here of it begins with <paramref name="first"/>.</summary>
    public void StandIn(long first, HeardSentence sentence)
    {
        _sentence = sentence;
        Join();
        StandIn(first, sentence.Whole);
    }

    /// <summary>The sentence that was being heard when the silo was lost can't be made again: what was heard of it is gone.</summary>
    public void GiveUpHeard()
    {
        _earlier = null;
        _finding?.TrySetResult();
    }

    /// <summary>The session has ended. Who led it before others did and was not told of them is not to begin it again.</summary>
    public void Forget() =>
        Keeper.Forget(_now().Lead > 0 ? new KeptSession(Current(new SessionState()), [], Log.NextNumber) : null);

    /// <summary>The session before the frame that holds a chunk.</summary>
    public SessionState StateAt(long sequence)
    {
        var first = Log.NumberAt(sequence);
        return Current(_first.StateAfter(Log.Before(first), Epoch, first));
    }

    /// <summary>
    /// What a third silo needs that takes it up; null while it is not known what was said before: that is still there. As long as
    /// something is missing between what was said before and what was said here, it is said again what was said here.
    /// </summary>
    private KeptSession? ToKept()
    {
        if (_isSearching)
            return null;
        var (start, frames) = (_first.State(Epoch, Log.Oldest), Log.Nameable());
        if (_earlier is { } kept && SessionHistory.UpTo(kept, _heard) is { } before && SessionHistory.Joined(kept.Start, start) is { } joined)
            (start, frames) = (joined, before);
        return new KeptSession(Current(start), frames, Log.NextNumber) { Writer = _sessions.Here, SaidTo = Log.NextSequence };
    }

    private SessionState Current(SessionState state)
    {
        var now = _now();
        return state with { Owner = now.Owner, Lead = now.Lead };
    }

    private async Task FindAsync()
    {
        _finding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _isSearching = true;

        // Behind what the frontend knows of the text. Who does not come back for it within a lease does not need it.
        await Task.Yield();
        var (begunAt, search) = (_time.GetTimestamp(), default(SessionSearch));
        do
            search = await _sessions.FindAsync(_id, _heard.Owner);
        while (search.IsSilent && _time.GetElapsedTime(begunAt).TotalSeconds < _options.LeaseSeconds);
        if (search.Kept is { Start.Lead: var lead } && lead > _heard.Lead)
        {
            _takenOver(lead);
            return;
        }

        (_earlier, _isSearching) = (search.Kept is { IsOver: true } ? null : search.Kept, false);
        if (_earlier is null)
            _finding.TrySetResult();
        Join();
        Keeper.Changed(isUrgent: true);
    }

    private void Join()
    {
        if (_earlier is not { } kept)
            return;
        if (SessionHistory.UpTo(kept, _heard) is not { } frames)
        {
            GiveUpHeard();
            return;
        }

        var from = frames is [.., var last] ? last.SequenceEnd : kept.Start.NextSequence;
        if (from < _heard.NextSequence)
        {
            if (_sentence is null)
                return;
            frames = SessionHistory.Heard(from, _heard, _sentence, _options.ChunkBytes, _options.OpeningBytes) is { } heard ? [.. frames, .. heard] : [];
        }

        // Unless the first frame has been forgotten already.
        _earlier = null;
        if (frames.Length > 0 && Log.Oldest == FirstNumber
            && SessionHistory.Joined(kept.Start, _first.State(Epoch, Log.Oldest)) is { } start)
        {
            _first = new SessionScript(start);
            Log.Prepend([.. frames.Select(frame => frame with { SessionId = _id })]);
            Keeper.Changed(isUrgent: true);
        }

        _finding?.TrySetResult();
    }
}

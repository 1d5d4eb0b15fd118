using System.Runtime.CompilerServices;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// This process's end of one session. Frames come in by <see cref="Deliver"/> from the lane, which must never wait; they go
/// out by <see cref="ReadAsync"/>, in order and each once. A session whose silo is lost is attached to another one, which goes
/// on where the listener is.
/// </summary>
internal sealed class ListenerSession(
    string owner, IGrainFactory grains, SessionTable table, NamedFrames named, TimeProvider time, ILogger logger) : ISpeechSession
{
    /// <summary>A silo that lives answers sooner; one that was lost is not known to be until its peers agree.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long the cluster may take to find a silo for a session whose own was lost.</summary>
    private static readonly TimeSpan ResumeTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ResumePause = TimeSpan.FromMilliseconds(100);

    private static readonly SpeechError SessionLost = new(SpeechErrorCode.SessionLost, "The silo of this session does not answer.");

    private readonly ISpeechSessionGrain _grain = grains.GetGrain<ISpeechSessionGrain>(Guid.NewGuid());
    private readonly FrameInbox _inbox = new(time);
    private readonly Lock _lock = new();
    private volatile string[] _lanes = [];
    private volatile string? _lane;
    private Task<SpeechError?> _attaching = Task.FromResult<SpeechError?>(null);
    private Task _asking = Task.CompletedTask;
    private volatile bool _isLost;
    private int _isClosed;

    public Guid Id => _grain.GetPrimaryKey();

    /// <summary>Attaches a new session to these lanes.</summary>
    public async Task OpenAsync(string[] lanes)
    {
        _lanes = lanes;
        await AttachOnceAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Lanes were replaced. A session whose frames came by one of them is directed to another, and sends again what did not
    /// arrive; the others are left alone, for there may be thousands.
    /// </summary>
    public Task MoveAsync(string[] lanes)
    {
        _lanes = lanes;
        return IsOnALane ? Task.CompletedTask : AttachAndTellAsync();
    }

    /// <summary>Called by the lane, one frame at a time; does not wait.</summary>
    public void Deliver(SpeechFrame frame)
    {
        if (_inbox.Deliver(frame) is not { } missing)
            return;
        GatewayLog.FrameMissing(logger, Id, missing);
        _ = ReplayAsync(missing, isLost: true);
    }

    public async IAsyncEnumerable<SpeechFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var frame in _inbox.Frames.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (frame.Name is null && IsWanted(frame))
                yield return frame;
            else if (IsWanted(frame))
            {
                await foreach (var piece in named.ResolveAsync(frame, cancellationToken).ConfigureAwait(false))
                {
                    if (!IsCurrent(frame))
                        break;
                    yield return piece;
                }
            }

            // One way: a lost acknowledgement is made good by the next.
            if (frame.IsToBeAcknowledged)
                _grain.Acknowledge(frame.Number + 1).Ignore();
        }
    }

    public bool IsCurrent(SpeechFrame frame) => _inbox.IsCurrent(frame);

    public Task<SpeechError?> SpeakAsync(UtteranceSettings settings, string text)
    {
        var ours = settings with { Owner = owner };
        return AskAsync(ours, text, isWhole: true, asked => _grain.Speak(asked.Line.Index, ours, text));
    }

    public Task<SpeechError?> AppendAsync(UtteranceSettings settings, string text)
    {
        var ours = settings with { Owner = owner };
        return AskAsync(ours, text, isWhole: false, asked => _grain.Append(asked.Line.Index, asked.At, ours, text));
    }

    public async Task<SpeechError?> FlushAsync()
    {
        _inbox.CloseUtterance();
        var error = await CallAsync(_grain.Flush).ConfigureAwait(false);

        // Told once: by the failure of what was to be flushed, where there is something.
        return error is not null && _inbox.Fail(Id, error) > 0 ? null : error;
    }

    public async Task<CancelledSpeech> CancelAsync()
    {
        // Nothing from before may come out, also while the silo has not answered yet.
        var known = _inbox.RaiseEpoch();
        try
        {
            return await _grain.Cancel(known.Epoch).WaitAsync(CallTimeout, time).ConfigureAwait(false) ?? known;
        }
        catch (Exception exception) when (ClusterCall.IsExpected(exception))
        {
            // Whether the silo heard it is not known: it is told again with what is asked next. The listener has its silence.
            _isLost = true;
            GatewayLog.CancelFailed(logger, Id, exception);
            _ = ReplayAsync(_inbox.Next, isLost: false);
            return known;
        }
    }

    /// <summary>Asks whether something was lost at the very end, where no later frame tells of a gap. Called by one thread.</summary>
    public void Check(TimeSpan patience)
    {
        if (_isClosed == 0 && _asking.IsCompleted && _inbox.Overdue(patience) is { } next)
            _asking = ReplayAsync(next, _inbox.HasGap);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        table.Remove(Id);
        _inbox.Complete();
        try
        {
            await _grain.Close().WaitAsync(CallTimeout, time).ConfigureAwait(false);
        }
        catch (Exception exception) when (ClusterCall.IsExpected(exception))
        {
            GatewayLog.CloseFailed(logger, Id, exception);
        }
    }

    /// <summary>False when the lane was replaced, also while the session was being attached to it.</summary>
    private bool IsOnALane => _lanes.Contains(_lane);

    private bool IsWanted(SpeechFrame frame) => IsCurrent(frame) && !named.IsBroken(frame);

    private async Task<SpeechError?> AskAsync(
        UtteranceSettings settings, string text, bool isWhole, Func<SessionScript.Request, Task<SpeechError?>> call)
    {
        var asked = _inbox.Expect(settings, text, isWhole);
        var error = await CallAsync(() => call(asked)).ConfigureAwait(false);
        if (error is not null)
            _inbox.ExpectNot(asked);
        if (error is not null && _isLost)
            _inbox.Fail(Id, error);
        return error;
    }

    /// <summary>What a silo that was lost did not hear, another one hears by being attached: the inbox knows what was asked for.</summary>
    private async Task<SpeechError?> CallAsync(Func<Task<SpeechError?>> call)
    {
        var error = _isLost ? SessionLost : await ClusterCall.TryAsync(call, CallTimeout, time).ConfigureAwait(false);
        return IsLoss(error) ? await AttachAsync().ConfigureAwait(false) : error;
    }

    private async Task ReplayAsync(long next, bool isLost)
    {
        try
        {
            if (await CallAsync(() => _grain.Replay(next, isLost)).ConfigureAwait(false) is { } error)
                _inbox.Fail(Id, error);
        }
        catch (Exception exception)
        {
            GatewayLog.ReplayFailed(logger, Id, next, exception);
        }
    }

    private async Task AttachAndTellAsync()
    {
        if (await AttachAsync().ConfigureAwait(false) is { } error)
            _inbox.Fail(Id, error);
    }

    private static bool IsLoss(SpeechError? error) =>
        error is { Code: SpeechErrorCode.SessionLost } || ReferenceEquals(error, ClusterCall.Unavailable);

    /// <summary>One after the other, for each has to know what was asked for before it.</summary>
    private Task<SpeechError?> AttachAsync()
    {
        lock (_lock)
            return _attaching = AttachBehindAsync(_attaching);
    }

    private async Task<SpeechError?> AttachBehindAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var begunAt = time.GetTimestamp();
        while (true)
        {
            var error = await AttachOnceAsync().ConfigureAwait(false);
            if ((error is null && IsOnALane) || _isClosed != 0)
                return error;
            if (error is null)
                continue;
            if (!IsLoss(error) || time.GetElapsedTime(begunAt) >= ResumeTimeout)
                return error;
            await Task.Delay(ResumePause, time).ConfigureAwait(false);
        }
    }

    private async Task<SpeechError?> AttachOnceAsync()
    {
        AttachReply? reply = null;
        var error = await ClusterCall.TryAsync(
            async () => (reply = await _grain.Attach(_lanes, _inbox.Attach()).ConfigureAwait(false)).Error,
            CallTimeout,
            time).ConfigureAwait(false);
        _lane = error is null ? reply?.Lane : null;
        _isLost = error is not null;
        return error;
    }
}

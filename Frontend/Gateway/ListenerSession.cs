using System.Runtime.CompilerServices;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// This process's end of one session. Frames come in by <see cref="Deliver"/> from the lane, which must never wait; they go
/// out by <see cref="ReadAsync"/>, in order and each once.
/// </summary>
internal sealed class ListenerSession(
    string owner, IGrainFactory grains, SessionTable table, NamedFrames named, TimeProvider time, ILogger logger) : ISpeechSession
{
    private readonly FrameInbox _inbox = new(time);
    private ISpeechSessionGrain _grain = grains.GetGrain<ISpeechSessionGrain>(Guid.NewGuid());
    private string[] _lanes = [];
    private volatile bool _isLost;
    private int _isClosed;

    public Guid Id => _grain.GetPrimaryKey();

    /// <summary>Attaches a new session to these lanes.</summary>
    public Task OpenAsync(string[] lanes) => AttachAsync(lanes, nextFrame: null);

    /// <summary>Directs the session to other lanes; it sends again what did not arrive on the old ones.</summary>
    public Task MoveAsync(string[] lanes) => AttachAsync(lanes, _inbox.Next);

    /// <summary>Called by the lane, one frame at a time; does not wait.</summary>
    public void Deliver(SpeechFrame frame)
    {
        if (_inbox.Deliver(frame) is not { } missing)
            return;
        GatewayLog.FrameMissing(logger, Id, missing);
        _ = ReplayAsync(missing);
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

            Acknowledge(frame);
        }
    }

    public bool IsCurrent(SpeechFrame frame) => _inbox.IsCurrent(frame);

    public Task<SpeechError?> SpeakAsync(UtteranceSettings settings, string text) =>
        BeginAsync(() => _grain.Speak(settings with { Owner = owner }, text), isWhole: true);

    public Task<SpeechError?> AppendAsync(UtteranceSettings settings, string text) =>
        BeginAsync(() => _grain.Append(settings with { Owner = owner }, text), isWhole: false);

    public Task<SpeechError?> FlushAsync()
    {
        _inbox.CloseUtterance();
        return ClusterCall.TryAsync(_grain.Flush);
    }

    public async Task<CancelledSpeech> CancelAsync()
    {
        // Nothing from before may come out, also while the silo has not answered yet; it raises its epoch by one as well.
        _inbox.RaiseEpoch();
        try
        {
            return await _grain.Cancel().ConfigureAwait(false);
        }
        catch (Exception exception) when (ClusterCall.IsExpected(exception))
        {
            // Whether the silo heard it is not known, so this session is not gone on with. The listener has its silence.
            _isLost = true;
            GatewayLog.CancelFailed(logger, Id, exception);
            return new CancelledSpeech(0, "", "", 0);
        }
    }

    /// <summary>Asks whether something was lost at the very end, where no later frame tells of a gap.</summary>
    public Task CheckAsync(TimeSpan patience) =>
        _inbox.Overdue(patience) is { } next && _isClosed == 0 ? ReplayAsync(next) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        table.Remove(Id);
        _inbox.Complete();
        try
        {
            await _grain.Close().ConfigureAwait(false);
        }
        catch (Exception exception) when (ClusterCall.IsExpected(exception))
        {
            GatewayLog.CloseFailed(logger, Id, exception);
        }
    }

    private bool IsWanted(SpeechFrame frame) => IsCurrent(frame) && !named.IsBroken(frame);

    private async Task<SpeechError?> BeginAsync(Func<Task<SpeechError?>> call, bool isWhole)
    {
        if (_isLost)
            await BeginAnewAsync().ConfigureAwait(false);
        var isNew = _inbox.Expect(isWhole);
        var error = await ClusterCall.TryAsync(call).ConfigureAwait(false);
        if (error is { Code: SpeechErrorCode.SessionLost })
        {
            // The session was lost while it had nothing to say, so the listener loses nothing by a new one.
            await BeginAnewAsync().ConfigureAwait(false);
            error = await ClusterCall.TryAsync(call).ConfigureAwait(false);
        }

        if (error is not null && isNew)
            _inbox.ExpectNot();
        return error;
    }

    /// <summary>The silo that held the session is gone: a new session takes over, the listener keeps its connection.</summary>
    private async Task BeginAnewAsync()
    {
        table.Remove(Id);
        _grain = grains.GetGrain<ISpeechSessionGrain>(Guid.NewGuid());
        _inbox.Restart();
        _isLost = false;
        table.Add(this);
        await OpenAsync(_lanes).ConfigureAwait(false);
    }

    private async Task AttachAsync(string[] lanes, long? nextFrame)
    {
        _lanes = lanes;
        var grain = _grain;
        if (await ClusterCall.TryAsync(() => grain.Attach(lanes, nextFrame)).ConfigureAwait(false) is { } error)
            Fail(grain, error);
    }

    private async Task ReplayAsync(long next)
    {
        var grain = _grain;
        if (await ClusterCall.TryAsync(() => grain.Replay(next)).ConfigureAwait(false) is { } error)
            Fail(grain, error);
    }

    /// <summary>What an earlier session answers late does not concern the one that took over.</summary>
    private void Fail(ISpeechSessionGrain grain, SpeechError error)
    {
        if (!ReferenceEquals(grain, _grain))
            return;
        _isLost = true;
        _inbox.Fail(Id, error);
    }

    private void Acknowledge(SpeechFrame frame)
    {
        // The numbers of a session before mean nothing to this one: it would forget frames that are still under way.
        var grain = _grain;
        if (!frame.IsToBeAcknowledged || frame.SessionId != grain.GetPrimaryKey())
            return;
        // One way: a lost acknowledgement is made good by the next.
        grain.Acknowledge(frame.Number + 1).Ignore();
    }
}

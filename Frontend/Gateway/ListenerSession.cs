using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// This process's end of one session. Frames come in by <see cref="Deliver"/> from the lane, which must never wait; they go
/// out by <see cref="ReadAsync"/>, in order and each once.
/// </summary>
internal sealed class ListenerSession(
    IGrainFactory grains, SessionTable table, TimeProvider time, ILogger logger) : ISpeechSession
{
    /// <summary>Acknowledging every frame would be a call a frame; the window is several times this.</summary>
    private const int AcknowledgeBytes = 64 * 1024;

    /// <summary>Frames that may wait for the door. The session's window holds far fewer; past it frames are dropped and missed.</summary>
    private const int InboxFrames = 4096;

    private readonly Channel<SpeechFrame> _inbox = Channel.CreateBounded<SpeechFrame>(
        new BoundedChannelOptions(InboxFrames) { SingleReader = true });
    private readonly Lock _lock = new();
    private ISpeechSessionGrain _grain = grains.GetGrain<ISpeechSessionGrain>(Guid.NewGuid());
    private string[] _lanes = [];
    private bool _lost;
    private long _nextFrame;
    private long _askedAgainFor = -1;
    private int _epoch;
    private int _openUtterances;
    private long _lastNews = time.GetTimestamp();
    private long _unacknowledgedBytes;
    private bool _closed;

    public Guid Id => _grain.GetPrimaryKey();

    /// <summary>Called by the lane, one frame at a time; does not wait.</summary>
    public void Deliver(SpeechFrame frame)
    {
        lock (_lock)
        {
            // What was had before comes again after a replay.
            if (frame.Number < _nextFrame)
                return;
            if (frame.Number > _nextFrame || !_inbox.Writer.TryWrite(frame))
            {
                AskAgain();
                return;
            }

            _nextFrame++;
            _lastNews = time.GetTimestamp();
            if (frame.Kind is FrameKind.Ended or FrameKind.Failed && frame.Epoch == _epoch && _openUtterances > 0)
                _openUtterances--;
        }
    }

    public async IAsyncEnumerable<SpeechFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var frame in _inbox.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (frame.Epoch >= Volatile.Read(ref _epoch))
                yield return frame;
            Acknowledge(frame);
        }
    }

    public Task<SpeechError?> SpeakAsync(UtteranceSettings settings, string text) =>
        BeginAsync(() => _grain.Speak(settings, text));

    public Task<SpeechError?> AppendAsync(UtteranceSettings settings, string text) =>
        BeginAsync(() => _grain.Append(settings, text));

    public Task<SpeechError?> FlushAsync() => ClusterCall.TryAsync(_grain.Flush);

    public async Task<CancelledSpeech> CancelAsync()
    {
        // Nothing from before may come out, also while the silo has not answered yet; it raises by one as well.
        lock (_lock)
        {
            _epoch++;
            _openUtterances = 0;
        }

        var cancelled = await _grain.Cancel().ConfigureAwait(false);
        lock (_lock)
            _epoch = Math.Max(_epoch, cancelled.Epoch);
        return cancelled;
    }

    /// <summary>Directs the session to other lanes; it sends again what did not arrive on the old ones.</summary>
    public async Task AttachAsync(string[] lanes)
    {
        long next;
        lock (_lock)
        {
            next = _nextFrame;
            _lanes = lanes;
        }

        if (await ClusterCall.TryAsync(() => _grain.Attach(lanes, next)).ConfigureAwait(false) is { } error)
            Fail(error);
    }

    /// <summary>Asks whether something was lost at the very end, where no later frame tells of a gap.</summary>
    public async Task CheckAsync(TimeSpan patience)
    {
        long next;
        lock (_lock)
        {
            if (_openUtterances == 0 || _closed || time.GetElapsedTime(_lastNews) < patience)
                return;
            _lastNews = time.GetTimestamp();
            next = _nextFrame;
        }

        if (await ClusterCall.TryAsync(() => _grain.Replay(next)).ConfigureAwait(false) is { } error)
            Fail(error);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
        }

        table.Remove(Id);
        _inbox.Writer.TryComplete();
        try
        {
            await _grain.Close().ConfigureAwait(false);
        }
        catch (Exception exception) when (ClusterCall.IsExpected(exception))
        {
            GatewayLog.CloseFailed(logger, Id, exception);
        }
    }

    private async Task<SpeechError?> BeginAsync(Func<Task<SpeechError?>> call)
    {
        if (_lost)
            await BeginAnewAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _openUtterances++;
            _lastNews = time.GetTimestamp();
        }

        var error = await ClusterCall.TryAsync(call).ConfigureAwait(false);
        if (error is not null)
        {
            lock (_lock)
                _openUtterances = Math.Max(0, _openUtterances - 1);
        }

        return error;
    }

    /// <summary>The silo that held the session is gone: a new session takes over, the listener keeps its connection.</summary>
    private async Task BeginAnewAsync()
    {
        lock (_lock)
        {
            table.Remove(Id);
            _grain = grains.GetGrain<ISpeechSessionGrain>(Guid.NewGuid());
            (_lost, _nextFrame, _askedAgainFor, _epoch) = (false, 0, -1, 0);
            table.Add(this);
        }

        await AttachAsync(_lanes).ConfigureAwait(false);
    }

    /// <summary>Ends what is under way with an error of this side: the session can not tell any more.</summary>
    private void Fail(SpeechError error)
    {
        lock (_lock)
        {
            _lost = true;
            for (; _openUtterances > 0; _openUtterances--)
            {
                _inbox.Writer.TryWrite(new SpeechFrame
                {
                    Kind = FrameKind.Failed,
                    SessionId = Id,
                    Number = _nextFrame,
                    Epoch = _epoch,
                    Error = error,
                });
            }
        }
    }

    private void Acknowledge(SpeechFrame frame)
    {
        _unacknowledgedBytes += frame.SizeBytes;
        if (_unacknowledgedBytes < AcknowledgeBytes && frame.Kind is not (FrameKind.Ended or FrameKind.Failed))
            return;
        _unacknowledgedBytes = 0;
        // One way: a lost acknowledgement is made good by the next.
        _grain.Acknowledge(frame.Number + 1).Ignore();
    }

    private void AskAgain()
    {
        if (_askedAgainFor == _nextFrame)
            return;
        _askedAgainFor = _nextFrame;
        var next = _nextFrame;
        _ = ReplayAsync(next);
    }

    private async Task ReplayAsync(long next)
    {
        GatewayLog.FrameMissing(logger, Id, next);
        if (await ClusterCall.TryAsync(() => _grain.Replay(next)).ConfigureAwait(false) is { } error)
            Fail(error);
    }
}

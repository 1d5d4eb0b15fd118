using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>One listener and the session it leads: text goes in here, and what of it was heard is known here.</summary>
internal sealed class ListenerSession(
    string owner,
    SessionLink link,
    FrameInbox inbox,
    Hearing hearing,
    FramePieces pieces,
    RetryPause pause,
    SessionTable table,
    ILogger logger)
    : ISpeechSession
{
    private readonly FrameReader _reader = new(inbox, pieces);
    private readonly Lock _lock = new();
    private Task _cancelling = Task.CompletedTask;
    private bool _isTelling;
    private int _cancelled;
    private int _isClosed;

    public Guid Id => link.Id;

    public long NextSequence => hearing.NextSequence;

    public AskedText Asked => inbox.Asked;

    private ISpeechSessionGrain Grain => link.Grain;

    public bool IsCurrent(SpeechFrame frame) => inbox.IsCurrent(frame);

    public IAsyncEnumerable<SpeechFrame> ReadAsync(CancellationToken cancellationToken) => _reader.ReadAsync(
        Written,
        frame => Heard(frame.IsToBeAcknowledged ? frame.Number + 1 : null, frame.Reached?.SessionMs ?? 0),
        cancellationToken);

    public Task<SpeechError?> SpeakAsync(UtteranceSettings settings, string text)
    {
        if (pause.Refuse() is { } refusal)
            return Task.FromResult<SpeechError?>(refusal);
        pieces.Await();
        var ours = settings with { Owner = owner };
        return AskAsync(ours, text, isWhole: true, asked => Grain.Speak(asked.Line.Index, ours, text));
    }

    public Task<SpeechError?> AppendAsync(UtteranceSettings settings, string text)
    {
        var ours = settings with { Owner = owner };
        return AskAsync(ours, text, isWhole: false, asked => Grain.Append(asked.Line.Index, asked.At, ours, text));
    }

    public async Task<SpeechError?> FlushAsync()
    {
        await _cancelling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        hearing.CloseUtterance();
        if (inbox.CloseUtterance() is not { } open)
            return null;
        var error = await link.CallAsync(inbox, () => Grain.Flush(open)).ConfigureAwait(false);

        // Told once: by the failure of what was to be flushed, where there is something.
        return error is not null && inbox.Fail(error) > 0 ? null : error;
    }

    public CancelledSpeech Cancel()
    {
        var epoch = inbox.RaiseEpoch();
        var (speech, heard) = hearing.Interrupt(epoch);
        Heard(heard, hearing.HeardMs);
        lock (_lock)
        {
            _cancelled = epoch;
            if (!_isTelling)
            {
                _isTelling = true;
                _cancelling = TellCancelAsync();
            }
        }

        return speech;
    }

    public void Played(long sequence) => Heard(hearing.Played(sequence), hearing.HeardMs);

    public ValueTask LeaveAsync() => ReleaseAsync(ends: false);

    public ValueTask DisposeAsync() => ReleaseAsync(ends: true);

    private async ValueTask ReleaseAsync(bool ends)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            await table.ReleaseAsync(link, inbox, ends).ConfigureAwait(false);
    }

    private void Written(SpeechFrame frame)
    {
        pause.Told(frame.Error);
        Heard(hearing.Written(frame), hearing.HeardMs);
    }

    /// <param name="nextFrame">That the session is told of; null for none.</param>
    /// <param name="sessionMs">That was heard or passed over; 0 where that is not known.</param>
    private void Heard(long? nextFrame, long sessionMs)
    {
        inbox.Heard(sessionMs);
        if (nextFrame is { } next)
            link.Acknowledge(next);
    }

    /// <summary>
    /// The listener has its silence already. What is asked next waits, so that it is not cancelled too. However often somebody
    /// cancels meanwhile, the session is told of the last.
    /// </summary>
    private async Task TellCancelAsync()
    {
        for (var told = -1; NextToTell(told) is { } epoch; told = epoch)
        {
            if (await link.CallAsync(inbox, () => Grain.Cancel(epoch)).ConfigureAwait(false) is { } error)
                GatewayLog.CancelFailed(logger, Id, error.Message);
        }
    }

    private int? NextToTell(int told)
    {
        lock (_lock)
        {
            _isTelling = _cancelled != told;
            return _isTelling ? _cancelled : null;
        }
    }

    private async Task<SpeechError?> AskAsync(
        UtteranceSettings settings, string text, bool isWhole, Func<SessionScript.Request, Task<SpeechError?>> call)
    {
        await _cancelling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (asked, toHear) = (inbox.Expect(settings, text, isWhole), hearing.Expect(settings, text, isWhole));
        var error = await link.CallAsync(inbox, () => call(asked)).ConfigureAwait(false);
        if (error is null)
            return null;
        inbox.ExpectNot(asked);
        hearing.ExpectNot(toHear);
        if (link.IsLost)
            inbox.Fail(error);
        return error;
    }
}

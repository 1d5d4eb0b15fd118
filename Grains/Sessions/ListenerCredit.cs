using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Grains.Sessions;

/// <summary>
/// How far a session may run ahead of who listens. One listener gives credit back by acknowledging what it has heard, so who
/// does not listen makes nobody work. Of many, each with its own speed, none decides: the session keeps to the time that the
/// audio plays. To acknowledge every frame would be a call a frame, so one in each half of the window asks for it, and the
/// last of an utterance. Belongs to one grain, so it needs no lock.
/// </summary>
internal sealed class ListenerCredit
{
    /// <summary>What a frame without audio counts.</summary>
    private const int FrameBytes = 96;

    private const int MarkBytes = 32;

    /// <summary>How often it is looked whether enough of what is carried was heard.</summary>
    private static readonly TimeSpan CarriedStep = TimeSpan.FromMilliseconds(250);

    private readonly long _defaultBytes;
    private readonly TimeProvider _time;
    private readonly PlaybackClock _pace;
    private readonly PlaybackClock _carried;
    private TaskCompletionSource? _changed;
    private long _windowBytes;
    private long _windowMs = long.MaxValue;
    private long _outstandingBytes;
    private long _unaskedBytes;

    /// <param name="defaultBytes">Of audio that an utterance may be ahead which does not say how far.</param>
    /// <param name="time">That the audio plays in.</param>
    public ListenerCredit(long defaultBytes, TimeProvider time)
    {
        (_defaultBytes, _windowBytes, _time) = (defaultBytes, defaultBytes, time);
        (_pace, _carried) = (new PlaybackClock(time), new PlaybackClock(time));
    }

    /// <summary>More than one listens.</summary>
    public bool IsShared { get; private set; }

    /// <summary>No frame should hold more than half of what a listener may be ahead.</summary>
    public long LargestFrameBytes => _windowBytes / 2;

    /// <summary>For the frames that follow.</summary>
    public void Open(int? windowMs, AudioFormat format)
    {
        _windowBytes = windowMs is { } wanted ? format.BytesOf(wanted) : _defaultBytes;
        _windowMs = format.DurationMs(_windowBytes);
        SignalIfFree();
    }

    /// <summary>What another silo has sent waits to be heard, and nobody will acknowledge it here: it is less by the time that it plays.</summary>
    public void Carry(long aheadMs) => _carried.Advance(aheadMs);

    /// <summary>Whether others listen too, from now on.</summary>
    public void Share(bool isShared = true)
    {
        if (isShared == IsShared)
            return;
        IsShared = isShared;

        // Whoever took it faster than it plays has had it: the clock is for what follows.
        _pace.Limit(_windowMs);
        SignalIfFree();
    }

    /// <summary>What was sent is not listened to any more.</summary>
    public void Restart()
    {
        _pace.Restart();
        _carried.Restart();
    }

    /// <summary>Waits until a further frame may follow.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!IsFree)
        {
            if (IsShared)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_pace.InHandMs() - _windowMs + 1), _time, cancellationToken);
                continue;
            }

            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var carried = _carried.InHandMs() > 0 ? CarriedStep : Timeout.InfiniteTimeSpan;
            await _changed.Task.WaitAsync(carried, _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A frame was sent.</summary>
    /// <returns>Whether its listener is asked to acknowledge it.</returns>
    public bool Take(SpeechFrame frame)
    {
        _pace.Advance(frame.Reached is { } reached ? reached.SessionMs - frame.OffsetMs : 0);
        _outstandingBytes += CreditOf(frame);
        _unaskedBytes += CreditOf(frame);
        if (_unaskedBytes < _windowBytes / 2 && frame.Kind is not (FrameKind.Ended or FrameKind.Failed))
            return false;
        _unaskedBytes = 0;
        return true;
    }

    /// <summary>It was heard.</summary>
    public void Return(SpeechFrame frame)
    {
        _outstandingBytes -= CreditOf(frame);
        SignalIfFree();
    }

    private bool IsFree => IsShared ? _pace.InHandMs() <= _windowMs : _outstandingBytes + CarriedBytes < _windowBytes;

    private long CarriedBytes => _carried.InHandMs() is > 0 and var ms ? ms * _windowBytes / _windowMs : 0;

    private void SignalIfFree()
    {
        if (_changed is null || (!IsShared && !IsFree))
            return;
        _changed.TrySetResult();
        _changed = null;
    }

    /// <summary>Named audio is as much to listen to as audio that is sent.</summary>
    private static long CreditOf(SpeechFrame frame) => FrameBytes + frame.AudioBytes + (frame.Marks.Length * MarkBytes);
}

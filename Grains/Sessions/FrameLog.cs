using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Grains.Sessions;

/// <summary>
/// Numbers the frames of a session and keeps each until its listener has acknowledged it. Bounded by the window:
/// full, the session waits for credit. To acknowledge every frame would be a call a frame, so one in each quarter of the window
/// asks for it, and the last of an utterance. Belongs to one grain, so it needs no lock.
/// </summary>
internal sealed class FrameLog(long windowBytes)
{
    private readonly LinkedList<SpeechFrame> _unacknowledged = new();
    private TaskCompletionSource? _credit;
    private long _outstandingBytes;
    private long _unaskedBytes;

    /// <summary>What the frames are sent for; see <see cref="SessionState.Attachment"/>.</summary>
    public int Attachment { get; set; }

    /// <summary>Number of the next new frame.</summary>
    public long NextNumber { get; private set; }

    /// <summary>Number of the first frame that is not acknowledged.</summary>
    public long Oldest => NextNumber - _unacknowledged.Count;

    /// <summary>Position of the next chunk in the session.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Waits until the listener has taken enough that a further frame may follow.</summary>
    public async Task WaitForCreditAsync(CancellationToken cancellationToken)
    {
        while (_outstandingBytes >= windowBytes)
        {
            _credit ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _credit.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Goes on counting where a session that was lost had come to.</summary>
    public void StartAt(long frame, long sequence) => (NextNumber, NextSequence) = (frame, sequence);

    public SpeechFrame Add(SpeechFrame frame)
    {
        _unaskedBytes += CreditOf(frame);
        var asks = _unaskedBytes >= windowBytes / 4 || frame.Kind is FrameKind.Ended or FrameKind.Failed;
        _unaskedBytes = asks ? 0 : _unaskedBytes;
        var numbered = frame with
        {
            Number = NextNumber++,
            Sequence = NextSequence,
            IsToBeAcknowledged = asks,
            Attachment = Attachment,
        };
        NextSequence += numbered.ChunkCount;
        _unacknowledged.AddLast(numbered);
        _outstandingBytes += CreditOf(numbered);
        return numbered;
    }

    /// <summary>Forgets everything below <paramref name="nextFrame"/>.</summary>
    public void Acknowledge(long nextFrame)
    {
        while (_unacknowledged.First is { } oldest && oldest.Value.Number < nextFrame)
        {
            _outstandingBytes -= CreditOf(oldest.Value);
            _unacknowledged.RemoveFirst();
        }

        if (_outstandingBytes >= windowBytes)
            return;
        _credit?.TrySetResult();
        _credit = null;
    }

    /// <summary>The frames from <paramref name="nextFrame"/> on, or null when they are not to be had.</summary>
    public IReadOnlyList<SpeechFrame>? From(long nextFrame)
    {
        if (nextFrame < Oldest || nextFrame > NextNumber)
            return null;
        return [.. _unacknowledged.Where(frame => frame.Number >= nextFrame).Select(frame => frame with { Attachment = Attachment })];
    }

    /// <summary>Named audio is as much to listen to as audio that is sent.</summary>
    private static long CreditOf(SpeechFrame frame) => frame.SizeBytes + (frame.Name?.Length ?? 0);
}

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// One sentence in one worker. What the worker says is handed to the sink until the job has ended, and nothing afterwards.
/// Thread-safe.
/// </summary>
internal sealed class WorkerJob(int id, ISynthesisSink sink, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<WorkerOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private bool _hasBegun;

    public int Id => id;

    public Task<WorkerOutcome> Outcome => _outcome.Task;

    /// <summary>Takes in a message that is about this job.</summary>
    public void Handle(MessageKind kind, MessageBody body)
    {
        lock (_lock)
        {
            if (_outcome.Task.IsCompleted)
                return;
            switch (kind)
            {
                case MessageKind.Begun:
                    _hasBegun = true;
                    break;
                case MessageKind.Audio or MessageKind.Mark when cancellationToken.IsCancellationRequested:
                    break;
                case MessageKind.Audio:
                    sink.OnAudio(CopyOf(body.Rest));
                    break;
                case MessageKind.Mark:
                    sink.OnMark(new SpeechMark((MarkKind)body.ReadByte(), body.ReadInt32(), body.ReadInt32(), body.ReadInt64()));
                    break;
                case MessageKind.Done:
                    _outcome.TrySetResult(body.ReadByte() switch
                    {
                        0 => WorkerOutcome.Completed,
                        1 => WorkerOutcome.Cancelled,
                        _ => WorkerOutcome.Refused,
                    });
                    break;
                default:
                    throw new InvalidDataException($"A worker may not send a message of kind {(byte)kind}.");
            }
        }
    }

    /// <summary>Not cleared before it is filled, as <c>ToArray</c> does it.</summary>
    private static byte[] CopyOf(ReadOnlySpan<byte> samples)
    {
        var copy = GC.AllocateUninitializedArray<byte>(samples.Length);
        samples.CopyTo(copy);
        return copy;
    }

    /// <summary>The worker has ended, and the job with it if it has not before.</summary>
    public void Abandon()
    {
        lock (_lock)
            _outcome.TrySetResult(_hasBegun ? WorkerOutcome.Died : WorkerOutcome.Unheard);
    }

    /// <summary>Its time is over.</summary>
    public void TimeOut()
    {
        lock (_lock)
            _outcome.TrySetResult(WorkerOutcome.Hung);
    }

    /// <summary>A sink that throws is a bug on this side; whoever waits for the job is told.</summary>
    public void Fail(Exception exception)
    {
        lock (_lock)
            _outcome.TrySetException(exception);
    }
}

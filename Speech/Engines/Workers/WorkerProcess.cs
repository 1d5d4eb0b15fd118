using System.Diagnostics;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// One engine process, and the thread that listens to it: a pipe has no asynchronous read, so each would hold a thread of the
/// pool. Speaks one job at a time. Once a job has ended by a death or a hang, the process is of no more use.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int ListenerStackBytes = 256 * 1024;

    private readonly Process _process;
    private readonly MessageWriter _writer = new();
    private readonly Stream _input;
    private readonly StderrTail _stderr;
    private readonly TaskCompletionSource<WorkerHello> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerJob? _job;
    private volatile bool _isSilent;
    private int _jobs;

    private WorkerProcess(Process process)
    {
        _process = process;
        _input = process.StandardInput.BaseStream;
        _stderr = StderrTail.Follow(process.StandardError.BaseStream);
        new Thread(Listen, ListenerStackBytes) { IsBackground = true, Name = "speech worker" }.Start();
    }

    public int ProcessId => _process.Id;

    /// <summary>It has ended, or says nothing any more that makes sense.</summary>
    public bool HasEnded => _isSilent || _process.HasExited;

    public WorkerHello Hello { get; private set; } = new("", 0, []);

    /// <summary>The last that the process complained of.</summary>
    public string Complaint => _stderr.Text;

    /// <summary>Starts a process and waits for its greeting.</summary>
    public static async Task<WorkerProcess> StartAsync(string path, CancellationToken cancellationToken)
    {
        var process = Process.Start(WorkerStart.Info(path)) ?? throw new IOException($"{path} could not be started.");
        var worker = new WorkerProcess(process);
        try
        {
            worker.Hello = await worker._hello.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return worker;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            await worker._stderr.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
            await worker.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"The speech worker did not start. {worker.Complaint}", exception);
        }
        catch
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Speaks one job. When <paramref name="cancellationToken"/> is cancelled the engine is told and its last words are awaited,
    /// so that the process is ready for the next; <paramref name="deadline"/> holds for that too.
    /// </summary>
    public async Task<WorkerOutcome> RunAsync(
        string voice, double rate, string text, ISynthesisSink sink, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var job = new WorkerJob(++_jobs, sink, cancellationToken);
        _job = job;
        if (_isSilent || !TryWrite(_writer.Begin(MessageKind.Synthesize).Add(job.Id).Add(rate).Add(voice).Add(text)))
            job.Abandon();

        // Its own writer: the cancel may come while the text is still on its way.
        await using var cancel = cancellationToken.Register(
            () => TryWrite(new MessageWriter().Begin(MessageKind.Cancel).Add(job.Id))).ConfigureAwait(false);
        await using var late = deadline.Register(job.TimeOut).ConfigureAwait(false);
        return await job.Outcome.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _stderr.Ended.ConfigureAwait(false);
        _process.Dispose();
    }

    /// <summary>Also the first word of a process that is gone is lost on it; who listens finds out.</summary>
    private bool TryWrite(MessageWriter message)
    {
        try
        {
            _input.Write(message.End().Span);
            _input.Flush();
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void Listen()
    {
        var reader = new MessageReader(_process.StandardOutput.BaseStream);
        Exception end = new IOException("The speech worker ended.");
        try
        {
            while (reader.Read() is { } message)
                Handle(message.Kind, message.Payload.Span);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ObjectDisposedException)
        {
            end = exception;
        }

        _isSilent = true;
        _hello.TrySetException(end);
        _job?.Abandon();
    }

    private void Handle(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        if (kind == MessageKind.Hello)
        {
            _hello.TrySetResult(WorkerHello.Read(payload));
            return;
        }

        // A word about a job that was given up some time ago is of no interest.
        var body = new MessageBody(payload);
        if (_job is not { } job || body.ReadInt32() != job.Id)
            return;
        try
        {
            job.Handle(kind, body);
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            job.Fail(exception);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// One engine process, and the thread that listens to it: a pipe has no asynchronous read, so each would hold a thread of the
/// pool. Speaks several jobs by turns. Once a job has ended by a death or a hang, the process is of no more use.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int ListenerStackBytes = 256 * 1024;

    private readonly Process _process;
    private readonly MessageWriter _writer = new();
    private readonly Stream _input;
    private readonly StderrTail _stderr;
    private readonly TaskCompletionSource<WorkerHello> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, WorkerJob> _jobs = [];
    private volatile bool _isSilent;
    private int _lastJob;

    private WorkerProcess(Process process)
    {
        _process = process;
        ProcessId = process.Id;
        _input = process.StandardInput.BaseStream;
        _stderr = StderrTail.Follow(process.StandardError.BaseStream);
        new Thread(Listen, ListenerStackBytes) { IsBackground = true, Name = "speech worker" }.Start();
    }

    /// <summary>Also behind the end of the process, when its number may be another's already.</summary>
    public int ProcessId { get; }

    /// <summary>Completes when it says nothing any more that makes sense; never fails.</summary>
    public Task Ended => _ended.Task;

    /// <summary>It has ended, or says nothing any more that makes sense.</summary>
    public bool HasEnded => _isSilent || _process.HasExited;

    public WorkerHello Hello { get; private set; } = new("", 0, []);

    /// <summary>The last that the process complained of.</summary>
    public string Complaint => _stderr.Text;

    /// <summary>Starts a process and waits for its greeting.</summary>
    public static async Task<WorkerProcess> StartAsync(SpeechWorkerOptions options, CancellationToken cancellationToken)
    {
        var process = Process.Start(WorkerStart.Info(options))
            ?? throw new IOException($"{options.ResolvedWorkerPath} could not be started.");
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
        string voice,
        SynthesisRequest request,
        long deadlineMs,
        ISynthesisSink sink,
        CancellationToken deadline,
        CancellationToken cancellationToken)
    {
        var job = new WorkerJob(Interlocked.Increment(ref _lastJob), sink, cancellationToken);
        _jobs[job.Id] = job;
        // Looked at behind the entry: whoever listens abandons what stands there when the process ends.
        if (!TryWrite(writer => writer.Begin(MessageKind.Synthesize)
                .Add(job.Id).Add(request.SpeakingRate).Add(deadlineMs).Add(voice).Add(request.Text)) || _isSilent)
            job.Abandon();

        await using var cancel = cancellationToken.Register(
            () => TryWrite(writer => writer.Begin(MessageKind.Cancel).Add(job.Id))).ConfigureAwait(false);
        await using var late = deadline.Register(job.TimeOut).ConfigureAwait(false);
        try
        {
            return await job.Outcome.ConfigureAwait(false);
        }
        finally
        {
            _jobs.TryRemove(job.Id, out _);
        }
    }

    /// <summary>Ends the process, and with it all its jobs.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _stderr.Ended.ConfigureAwait(false);
        _process.Dispose();
    }

    /// <summary>Also the first word of a process that is gone is lost on it; who listens finds out.</summary>
    private bool TryWrite(Func<MessageWriter, MessageWriter> write)
    {
        try
        {
            lock (_writer)
            {
                _input.Write(write(_writer).End().Span);
                _input.Flush();
            }

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
        foreach (var job in _jobs.Values)
            job.Abandon();
        _ended.TrySetResult();
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
        if (!_jobs.TryGetValue(body.ReadInt32(), out var job))
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

using System.Diagnostics;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// One engine process. Speaks one job at a time. Once <see cref="RunAsync"/> has told of a death, or of a job that hung,
/// the process is of no more use.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly MessageReader _reader;
    private readonly MessageWriter _writer = new();
    private readonly Stream _input;
    private readonly StderrTail _stderr;
    private int _job;

    private WorkerProcess(Process process)
    {
        _process = process;
        _input = process.StandardInput.BaseStream;
        _reader = new MessageReader(process.StandardOutput.BaseStream);
        _stderr = StderrTail.Follow(process.StandardError.BaseStream);
    }

    public int ProcessId => _process.Id;

    public WorkerHello Hello { get; private set; } = new("", 0, []);

    /// <summary>The last that the process complained of.</summary>
    public string Complaint => _stderr.Text;

    /// <summary>Starts a process and waits for its greeting.</summary>
    public static async Task<WorkerProcess> StartAsync(string path, CancellationToken cancellationToken)
    {
        var process = Process.Start(StartInfo(path)) ?? throw new IOException($"{path} could not be started.");
        var worker = new WorkerProcess(process);
        try
        {
            var message = await worker._reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (message is not { Kind: MessageKind.Hello, Payload: var payload })
                throw new IOException($"The speech worker did not start. {await worker.LastWordsAsync().ConfigureAwait(false)}");
            worker.Hello = WorkerHello.Read(payload.Span);
            return worker;
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
        var job = ++_job;
        try
        {
            await _input.WriteAsync(
                _writer.Begin(MessageKind.Synthesize).Add(job).Add(rate).Add(voice).Add(text).End(), deadline).ConfigureAwait(false);
            await using var cancel = cancellationToken.Register(() => Cancel(job)).ConfigureAwait(false);
            while (await _reader.ReadAsync(deadline).ConfigureAwait(false) is { } message)
            {
                if (Handle(job, message.Kind, message.Payload.Span, sink, cancellationToken) is { } outcome)
                    return outcome;
            }

            return WorkerOutcome.Died;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return WorkerOutcome.Hung;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ObjectDisposedException)
        {
            return WorkerOutcome.Died;
        }
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

    private static WorkerOutcome? Handle(
        int job, MessageKind kind, ReadOnlySpan<byte> payload, ISynthesisSink sink, CancellationToken cancellationToken)
    {
        var body = new MessageBody(payload);
        if (body.ReadInt32() != job)
            return null;
        switch (kind)
        {
            case MessageKind.Audio when cancellationToken.IsCancellationRequested:
            case MessageKind.Mark when cancellationToken.IsCancellationRequested:
                return null;
            case MessageKind.Audio:
                sink.OnAudio(body.Rest.ToArray());
                return null;
            case MessageKind.Mark:
                sink.OnMark(new SpeechMark((MarkKind)body.ReadByte(), body.ReadInt32(), body.ReadInt32(), body.ReadInt64()));
                return null;
            case MessageKind.Done:
                return body.ReadByte() switch
                {
                    0 => WorkerOutcome.Completed,
                    1 => WorkerOutcome.Cancelled,
                    _ => WorkerOutcome.Refused,
                };
            default:
                throw new InvalidDataException($"A worker may not send a message of kind {(byte)kind}.");
        }
    }

    private static ProcessStartInfo StartInfo(string path)
    {
        var start = new ProcessStartInfo
        {
            FileName = path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            if (!File.Exists(path))
                throw new FileNotFoundException($"The speech worker is not at {path}; set SpeechWorkers:WorkerPath.", path);
            start.FileName = DotnetHost();
            start.ArgumentList.Add(path);
        }

        // One sentence at a time on one thread: what a server would gain from is only overhead here.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    private static string DotnetHost() =>
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";

    private void Cancel(int job)
    {
        try
        {
            // Its own buffer: the caller's may still be on its way.
            _input.Write(new MessageWriter().Begin(MessageKind.Cancel).Add(job).End().Span);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The process is gone; who reads from it finds out.
        }
    }

    private async Task<string> LastWordsAsync()
    {
        await _stderr.Ended.ConfigureAwait(false);
        return Complaint;
    }
}

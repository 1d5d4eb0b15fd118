namespace Speeko.Cli.Launch;

/// <summary>Takes down what a process says, and remembers the last of it.</summary>
internal sealed class ProcessLog : IDisposable
{
    private const int Remembered = 12;

    private readonly Lock _gate = new();
    private readonly Queue<string> _last = new();
    private readonly StreamWriter _file;

    /// <param name="path">The file; what it held before is gone.</param>
    public ProcessLog(string path)
    {
        Path = path;
        _file = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            AutoFlush = true,
        };
    }

    public string Path { get; }

    public string LastLines
    {
        get
        {
            lock (_gate)
                return string.Join(Environment.NewLine, _last.Select(line => $"  | {line}"));
        }
    }

    public void Write(string line)
    {
        lock (_gate)
        {
            _file.WriteLine(line);
            if (_last.Count == Remembered)
                _last.Dequeue();
            _last.Enqueue(line);
        }
    }

    /// <summary>Ends with the stream.</summary>
    public async Task FollowAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
            Write(line);
    }

    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }
}

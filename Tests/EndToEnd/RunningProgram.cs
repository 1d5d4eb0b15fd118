using System.Diagnostics;
using System.Text;

namespace Speeko.Tests.EndToEnd;

/// <summary>A program that a test started, and what it says.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly List<(Predicate<string> Match, TaskCompletionSource<string> Found)> _awaited = [];
    private readonly List<string> _lines = [];
    private readonly Task _listening;
    private int _isDisposed;

    private RunningProgram(Process process)
    {
        _process = process;
        _listening = Task.WhenAll(ListenAsync(process.StandardOutput, _output), ListenAsync(process.StandardError, _errors));
    }

    public int Id => _process.Id;

    /// <summary>Standard output so far.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
                return _output.ToString();
        }
    }

    /// <summary>Standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_gate)
                return _errors.ToString();
        }
    }

    public static RunningProgram Start(
        string fileName,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(fileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!);
    }

    public async Task WriteAsync(string input, bool isLast)
    {
        await _process.StandardInput.WriteAsync(input);
        await _process.StandardInput.FlushAsync();
        if (isLast)
            _process.StandardInput.Close();
    }

    /// <summary>The first line, said already or still to come; fails when the program ends without having said it.</summary>
    public async Task<string> LineAsync(Predicate<string> match, TimeSpan limit)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Find(match) is { } said)
                return said;
            _awaited.Add((match, found));
        }

        await Task.WhenAny(found.Task, _listening).WaitAsync(limit, TimeProvider.System);
        Assert.True(found.Task.IsCompleted, $"The program ended without the line awaited. It said:\n{Output}\n{Errors}");
        return await found.Task;
    }

    /// <summary>Waits for its end, and for all that it said.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            var threads = string.Join('\n', ProcessTable.ThreadsOf(Id));
            throw new TimeoutException($"It has not ended after {limit}. It said:\n{Output}\n{Errors}\nIts threads, and where in the system each waits:\n{threads}");
        }

        await _listening.WaitAsync(limit, TimeProvider.System);
        return _process.ExitCode;
    }

    public void Signal(int signal) => ProcessTable.Signal(Id, signal);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ListenAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                text.Append(line).Append('\n');
                _lines.Add(line);
                foreach (var (_, found) in _awaited.Where(awaited => awaited.Match(line)))
                    found.TrySetResult(line);
            }
        }
    }
}

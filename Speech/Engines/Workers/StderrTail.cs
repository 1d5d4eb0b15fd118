using System.Text;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// Reads a process's complaints away, on a thread of its own, so that it never waits to utter one; keeps the last of them.
/// </summary>
internal sealed class StderrTail
{
    private const int MaxChars = 2000;
    private const int StackBytes = 128 * 1024;

    private readonly StringBuilder _tail = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the process has closed its stderr.</summary>
    public Task Ended => _ended.Task;

    public string Text
    {
        get { lock (_tail) return _tail.ToString().Trim(); }
    }

    public static StderrTail Follow(Stream stderr)
    {
        var tail = new StderrTail();
        new Thread(() => tail.Read(stderr), StackBytes) { IsBackground = true, Name = "speech worker stderr" }.Start();
        return tail;
    }

    private void Read(Stream stderr)
    {
        using var reader = new StreamReader(stderr, Encoding.UTF8);
        var buffer = new char[512];
        try
        {
            int count;
            while ((count = reader.Read(buffer)) > 0)
            {
                lock (_tail)
                {
                    _tail.Append(buffer, 0, count);
                    if (_tail.Length > MaxChars)
                        _tail.Remove(0, _tail.Length - MaxChars);
                }
            }
        }
        catch (IOException)
        {
            // The pipe broke with the process; there is nothing more to hear.
        }

        _ended.TrySetResult();
    }
}

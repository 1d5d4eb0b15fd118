using System.Text;

namespace Speeko.Speech.Engines.Workers;

/// <summary>Reads a process's complaints away, so that it never waits to utter one, and keeps the last of them.</summary>
internal sealed class StderrTail
{
    private const int MaxChars = 2000;

    private readonly StringBuilder _tail = new();

    private StderrTail(Stream stderr) => Ended = ReadAsync(stderr);

    /// <summary>Completes when the process has closed its stderr.</summary>
    public Task Ended { get; }

    public string Text
    {
        get { lock (_tail) return _tail.ToString().Trim(); }
    }

    public static StderrTail Follow(Stream stderr) => new(stderr);

    private async Task ReadAsync(Stream stderr)
    {
        using var reader = new StreamReader(stderr, Encoding.UTF8);
        var buffer = new char[512];
        try
        {
            int count;
            while ((count = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
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
    }
}

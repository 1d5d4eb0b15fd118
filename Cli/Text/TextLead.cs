namespace Speeko.Cli.Text;

/// <summary>Keeps the text that was sent within bounds of what has been spoken. One sender, one who reports.</summary>
internal sealed class TextLead
{
    /// <summary>A server refuses a session that is 1,000,000 characters ahead; a fifth of that never lets a voice wait.</summary>
    private const long MostChars = 200_000;

    private readonly Lock _gate = new();
    private TaskCompletionSource _advanced = NewSignal();

    public long SentChars { get; private set; }

    public long SpokenChars { get; private set; }

    /// <summary>Waits until so many more characters may be sent, and counts them as sent.</summary>
    public async Task WaitAsync(int chars, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task advanced;
            lock (_gate)
            {
                if (SentChars - SpokenChars + chars <= MostChars)
                {
                    SentChars += chars;
                    return;
                }

                advanced = _advanced.Task;
            }

            await advanced.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Everything before this offset has been spoken.</summary>
    public void Advance(long spokenChars)
    {
        lock (_gate)
        {
            SpokenChars = Math.Max(SpokenChars, spokenChars);
            _advanced.TrySetResult();
            _advanced = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

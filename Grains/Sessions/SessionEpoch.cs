namespace Speeko.Grains.Sessions;

/// <summary>What is said between two cancels: of an epoch that has ended nothing is heard any more. Belongs to one grain, so it needs no lock.</summary>
internal sealed class SessionEpoch : IDisposable
{
    private CancellationTokenSource _end = new();

    public int Number { get; private set; }

    /// <summary>The one that is, and what is cancelled when it ends.</summary>
    public (int Number, CancellationToken End) Now => (Number, _end.Token);

    public void StartAt(int number) => Number = number;

    public async Task RaiseAsync(int number)
    {
        Number = number;
        var old = _end;
        _end = new CancellationTokenSource();
        await old.CancelAsync();
        old.Dispose();
    }

    /// <summary>No other one comes.</summary>
    public Task EndAsync() => _end.CancelAsync();

    public void Dispose() => _end.Dispose();
}

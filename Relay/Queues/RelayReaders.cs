namespace Speeko.Relay;

/// <summary>
/// Who may read a queue: one silo at a time. While silos come and go two may believe so for a moment. Then the newcomer
/// waits until the present reader has given back what it did not deliver; otherwise that would be lost, or come late. But
/// not for ever: a reader that is dead or does not let go within <see cref="Patience"/> is passed over.
/// </summary>
internal sealed class RelayReaders(TimeProvider time, Func<SiloAddress, bool> isDead)
{
    /// <summary>Deliveries, which a reader waits for, end within a second (<see cref="RelayDeliveryLimit"/>). All that time nobody reads.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly RelaySignal _released = new(time);
    private long? _askedAt;

    public SiloAddress? Current { get; private set; }

    private bool IsPatienceOver => _askedAt is { } askedAt && time.GetElapsedTime(askedAt) >= Patience;

    /// <summary>True when this silo is the reader now; false when it has to ask again.</summary>
    public async ValueTask<bool> TryEnterAsync(SiloAddress? reader, CancellationToken cancellationToken)
    {
        if (reader is null || reader.Equals(Current))
            return true;
        if (Current is { } other && !isDead(other))
        {
            _askedAt ??= time.GetTimestamp();
            var left = Patience - time.GetElapsedTime(_askedAt.Value);
            if (left > TimeSpan.Zero)
                await _released.WaitAsync(left, cancellationToken);
            if (cancellationToken.IsCancellationRequested || (Current is not null && !IsPatienceOver))
                return false;
        }

        Enter(reader);
        return true;
    }

    public void Enter(SiloAddress? reader) => (Current, _askedAt) = (reader, null);

    public bool IsCurrent(SiloAddress? reader) => reader is null || reader.Equals(Current);

    /// <summary>The present reader goes.</summary>
    public void Leave()
    {
        Enter(null);
        _released.Set();
    }

    /// <summary>Sends home who waits, for the queue itself is about to go.</summary>
    public void Dismiss() => _released.Release();
}

using Orleans.Runtime.Providers;

namespace Speeko.Relay;

/// <summary>How long a pulling agent waits before it makes a delivery again: far shorter than Orleans would have it.</summary>
internal sealed class RelayDeliveryPause : IMessageDeliveryBackoffProvider
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);

    /// <summary>Doubling six times: a little more than a second.</summary>
    private const int MaxDoublings = 6;

    /// <inheritdoc/>
    public TimeSpan Next(int attempt) => First * (1 << Math.Clamp(attempt, 0, MaxDoublings));
}

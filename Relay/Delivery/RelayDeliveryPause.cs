using Orleans.Runtime.Providers;

namespace Speeko.Relay;

/// <summary>
/// How long a pulling agent waits before it makes a delivery again. Not at all, nearly, for where an answer was lost the next one is not;
/// longer for a client that is gone, which Orleans drops after a minute, for each attempt is logged.
/// </summary>
internal sealed class RelayDeliveryPause : IMessageDeliveryBackoffProvider
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);

    /// <summary>A queue can't change hands meanwhile.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2.5);

    /// <inheritdoc/>
    public TimeSpan Next(int attempt)
    {
        var pause = First;
        for (var i = 0; i < attempt && pause < Longest; i++)
            pause *= 4;
        return pause < Longest ? pause : Longest;
    }
}

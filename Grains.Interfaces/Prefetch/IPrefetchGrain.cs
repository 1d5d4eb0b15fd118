using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Grains.Interfaces.Prefetch;

/// <summary>Has sentences made before anybody listens. Key 0; answered by whichever silo is asked.</summary>
[Alias("speeko.prefetch")]
public interface IPrefetchGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Asks for every sentence of the texts, cut as a session would cut them, and returns without waiting for any to be made.
    /// No audio is passed on. Ends at the first sentence that the engines have no room for.
    /// </summary>
    [Alias("prefetch")]
    Task<PrefetchReply> Prefetch(UtteranceSettings settings, string[] texts, CancellationToken cancellationToken);
}

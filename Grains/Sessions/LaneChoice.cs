using Speeko.Grains.Interfaces.Sessions;
using Speeko.Relay;

namespace Speeko.Grains.Sessions;

/// <summary>
/// Chooses the lane by which a session reaches its frontend: one whose whole path is on this silo where there is one,
/// which saves a hop over the network for all its audio.
/// </summary>
internal sealed class LaneChoice(IRelayLocality locality)
{
    public StreamId Choose(string[] lanes, Guid session)
    {
        var spread = (uint)session.GetHashCode();
        var local = Enumerable.Range(0, lanes.Length)
            .Where(lane => locality.IsLocal(RelayLanes.QueueOf(lane, locality.QueueCount)))
            .ToArray();
        var chosen = local.Length > 0 ? local[spread % (uint)local.Length] : (int)(spread % (uint)lanes.Length);
        return StreamId.Create(SpeechStreams.LaneNamespace, lanes[chosen]);
    }
}

using System.Globalization;

namespace Speeko.Relay;

/// <summary>
/// Names of lanes. A lane is a stream from the cluster to one subscriber, <c>{namespace}/{instance}/{lane}</c>, and its
/// number chooses its queue: a subscriber with as many lanes as there are queues covers each queue once. A replacement of
/// a lane that went silent keeps the number and differs in its generation: <c>{instance}/{lane}.{generation}</c>.
/// </summary>
public static class RelayLanes
{
    /// <summary>Creates the stream id of a lane.</summary>
    /// <param name="ns">Namespace of the stream, for example <c>audio</c>.</param>
    /// <param name="instance">Names the subscribing process, unique for each start of it.</param>
    /// <param name="lane">Number of the lane, from 0.</param>
    /// <param name="generation">0 for the first lane of this number, more for replacements.</param>
    public static StreamId Create(string ns, string instance, int lane, int generation = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(instance);
        ArgumentOutOfRangeException.ThrowIfNegative(lane);
        ArgumentOutOfRangeException.ThrowIfNegative(generation);
        var key = generation == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{instance}/{lane}")
            : string.Create(CultureInfo.InvariantCulture, $"{instance}/{lane}.{generation}");
        return StreamId.Create(ns, key);
    }

    /// <summary>The queue that a lane travels through.</summary>
    public static int QueueOf(int lane, int queueCount) => lane % queueCount;

    /// <summary>Reads the lane number out of a stream id; false when the id is not that of a lane.</summary>
    public static bool TryGetLane(StreamId streamId, out int lane)
    {
        lane = 0;
        var key = streamId.Key.Span;
        var slash = key.LastIndexOf((byte)'/');
        if (slash < 0)
            return false;

        var number = key[(slash + 1)..];
        var dot = number.IndexOf((byte)'.');
        if (dot >= 0)
            number = number[..dot];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out lane);
    }
}

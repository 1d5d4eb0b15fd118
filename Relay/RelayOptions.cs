using System.ComponentModel.DataAnnotations;

namespace Speeko.Relay;

/// <summary>
/// Settings of one relay. Silos and clients of a cluster must agree on <see cref="Provider"/> and
/// <see cref="QueueCount"/>; the rest concerns silos, except <see cref="FullWait"/> and
/// <see cref="AssumedEventBytes"/>, which concern whoever publishes, and <see cref="HeartbeatPeriod"/> and
/// <see cref="SilenceLimit"/>, which concern subscribers with lanes.
/// </summary>
public sealed class RelayOptions
{
    /// <summary>Name of the configuration section that binds to this class.</summary>
    public const string SectionName = "Relay";

    /// <summary>What carries the streams.</summary>
    [EnumDataType(typeof(RelayProvider))]
    public RelayProvider Provider { get; set; } = RelayProvider.Push;

    /// <summary>
    /// Queues that the streams are spread over, 1 to 1024. Each is read by one silo at a time, so have at least as many
    /// as silos: then every silo reads one and its own producers find a path without a network hop.
    /// </summary>
    [Range(1, 1024)]
    public int QueueCount { get; set; } = 8;

    /// <summary>
    /// Bytes one queue holds that its reader has not acknowledged, 64 KiB to 1 GiB. When full, producers wait. At least
    /// twice <see cref="TakeMaxBytes"/>.
    /// </summary>
    [Range(64 << 10, 1 << 30)]
    public int MaxQueueBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Bytes read from one queue that subscribers have not got yet, 64 KiB to 1 GiB. When full, the queue is not read.
    /// </summary>
    [Range(64 << 10, 1 << 30)]
    public int MaxCacheBytes { get; set; } = 16 << 20;

    /// <summary>
    /// How long an event waits for a slow subscriber, 100 ms to 10 min. Then it is dropped for that subscriber, so
    /// that the others on the queue go on.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxCacheAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a read waits at an empty queue, 10 ms to 20 s. It is a grain call, so it must end well before the
    /// response timeout of 30 s; and Orleans, when it loses the directory entry of a queue with another silo, can't deactivate
    /// the queue before the read has ended, while events go to a new one that nobody reads.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:20", ParseLimitsInInvariantCulture = true)]
    public TimeSpan TakeWait { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Events batches one read brings at most, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int TakeMaxCount { get; set; } = 512;

    /// <summary>Bytes one read brings at most (a single larger batch travels alone), 4 KiB to 64 MiB.</summary>
    [Range(4 << 10, 64 << 20)]
    public int TakeMaxBytes { get; set; } = 1 << 20;

    /// <summary>
    /// Events handed to a subscriber in one call, 1 to 1,000. A subscription has one call in flight, so its throughput
    /// is this over a round trip.
    /// </summary>
    [Range(1, 1_000)]
    public int DeliverMaxCount { get; set; } = 64;

    /// <summary>Bytes handed to a subscriber in one call (a single larger batch travels alone), 4 KiB to 16 MiB.</summary>
    [Range(4 << 10, 16 << 20)]
    public int DeliverMaxBytes { get; set; } = 512 << 10;

    /// <summary>
    /// Pause of the reader after a read that brought nothing, 1 to 100 ms. It bounds the stalls that the pump of Orleans
    /// adds while a new stream registers; an idle queue is not polled at this pace.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:00.1", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PumpPeriod { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Polling period of <see cref="RelayProvider.Memory"/>, 1 ms to 10 s. 100 ms is what Orleans has.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MemoryPumpPeriod { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long a producer waits at a full queue before it gets a <see cref="RelayFullException"/>, 0 to 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FullWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Size assumed for an event that does not tell its own, 1 byte to 1 MiB.</summary>
    [Range(1, 1 << 20)]
    public int AssumedEventBytes { get; set; } = 256;

    /// <summary>How often a subscriber sends a heartbeat through each of its lanes, 10 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HeartbeatPeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A lane that brings nothing for so long is replaced, unless it is back before the new one is open; 20 ms to 5 min. At least twice
    /// <see cref="HeartbeatPeriod"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.02", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(3);
}

using Orleans.Concurrency;

namespace Speeko.Grains.Interfaces.Segments;

/// <summary>
/// The audio of one distinct sentence: made once in the whole cluster, followed by everybody. The key is
/// a hash over everything that changes the sound.
/// </summary>
[Alias("speeko.segment")]
public interface ISegmentGrain : IGrainWithStringKey
{
    /// <summary>
    /// Waits until there is as much audio from <paramref name="fromByte"/> on as is in demand, or the end, and returns all of
    /// it that there is.
    /// The first reader makes the engine speak; the last to leave makes it stop.
    /// </summary>
    /// <param name="reader">Who reads, so that it can <see cref="Leave"/>; a reader that has had the end has left.</param>
    /// <param name="request">What to speak, in case that nobody has asked before.</param>
    /// <param name="fromByte">How many bytes of audio the reader has had.</param>
    /// <param name="fromMark">How many marks the reader has had.</param>
    /// <param name="demand">How much is worth an answer.</param>
    /// <param name="byName">A segment that is finished already need not be sent: its marks and its name are enough.</param>
    [Alias("read")]
    ValueTask<SegmentPart> Read(Guid reader, SegmentRequest request, int fromByte, int fromMark, SegmentDemand demand, bool byName);

    /// <summary>Has the sentence made when nobody waits for an engine, and returns at once. Nobody needs to follow it.</summary>
    [Alias("prefetch")]
    Task<PrefetchOutcome> Prefetch(SegmentRequest request);

    /// <summary>The reader wants no more; a read of its that waits returns at once.</summary>
    [Alias("leave"), OneWay]
    Task Leave(Guid reader);
}

using System.Runtime.CompilerServices;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Sessions;

/// <summary>Reads one segment from its grain to the end, on another activation where the first is lost.</summary>
internal sealed class SegmentReader(IGrainFactory grains, ISpeechEngine engine)
{
    private const int Attempts = 3;

    /// <summary>
    /// The parts in order; the last one says so. Cancelling leaves the segment, and the last to leave stops the engine.
    /// </summary>
    /// <param name="request">The sentence.</param>
    /// <param name="wantedBytes">Asked before each part: how much is worth waiting for.</param>
    /// <param name="cancellationToken">Leaves the segment.</param>
    public async IAsyncEnumerable<SegmentPart> ReadAsync(
        SegmentRequest request, Func<int> wantedBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var segment = grains.GetGrain<ISegmentGrain>(SegmentKey.Of(request, engine.Version));
        var reader = Guid.NewGuid();
        var (bytes, marks, isLast) = (0, 0, false);
        try
        {
            while (!isLast)
            {
                var position = new Position(bytes, marks, wantedBytes());
                var part = await ReadPartAsync(segment, reader, request, position, cancellationToken);
                bytes += part.Blocks.Sum(block => block.Length);
                marks += part.Marks.Length;
                isLast = part.IsLast;
                yield return part;
            }
        }
        finally
        {
            if (!isLast)
                await segment.Leave(reader);
        }
    }

    private static async Task<SegmentPart> ReadPartAsync(
        ISegmentGrain segment, Guid reader, SegmentRequest request, Position at, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                var reading = segment.Read(reader, request, at.Bytes, at.Marks, at.WantedBytes);
                var part = reading.IsCompletedSuccessfully ? reading.Result : await reading.AsTask().WaitAsync(cancellationToken);
                if (part.Error is not { Code: SpeechErrorCode.Unavailable })
                    return part;
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // Its silo is gone or not reachable: the next read finds the segment elsewhere, or makes it anew.
            }
        }

        return SegmentPart.Failed(new SpeechError(
            SpeechErrorCode.Unavailable, "The cluster lost the sentence three times.", RetryAfterSeconds: 1));
    }

    private readonly record struct Position(int Bytes, int Marks, int WantedBytes);
}

using Speeko.Relay;

namespace Speeko.Tests.Relay;

/// <summary>Makes batches whose events tell what they are.</summary>
internal static class Batches
{
    public static StreamId Stream(int number) => StreamId.Create("test", number);

    /// <summary>A batch of this size with one event: its own number.</summary>
    public static RelayBatch Of(int stream, int number, int sizeBytes) =>
        new RelayBatch<int>(Stream(stream), number, sizeBytes, [number]);

    public static IEnumerable<int> Numbers(this RelayBatch batch) => ((RelayBatch<int>)batch).Events;
}

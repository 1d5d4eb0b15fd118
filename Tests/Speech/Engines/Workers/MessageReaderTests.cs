using System.Buffers.Binary;
using CsCheck;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Tests.Speech.Engines.Workers;

public sealed class MessageReaderTests
{
    private static readonly Gen<(MessageKind Kind, byte[] Payload)> AnyMessage =
        Gen.Select(Gen.Byte, Gen.Frequency<byte[]>((8, Gen.Byte.Array[0, 200]), (1, Gen.Byte.Array[100_000, 300_000])))
            .Select((kind, payload) => ((MessageKind)kind, payload));

    private static readonly Gen<int[]> AnyFragments =
        Gen.Frequency<int>((1, Gen.Int[1, 3]), (1, Gen.Int[1, 2000]), (1, Gen.Int[1, 500_000])).Array[1, 8];

    [Fact]
    public void Messages_come_out_as_they_went_in_however_the_stream_is_fragmented() =>
        Gen.Select(AnyMessage.Array[0, 8], AnyFragments).Sample(
            (messages, fragments) =>
            {
                var reader = new MessageReader(new FragmentedStream(BytesOf(messages), fragments));

                foreach (var (kind, payload) in messages)
                {
                    var read = reader.Read();
                    Assert.Equal(kind, read?.Kind);
                    Assert.True(payload.AsSpan().SequenceEqual(read!.Value.Payload.Span));
                }

                Assert.Null(reader.Read());
            },
            iter: 60);

    [Fact]
    public Task The_asynchronous_way_reads_the_same() =>
        Gen.Select(AnyMessage.Array[0, 8], AnyFragments).SampleAsync(
            async t =>
            {
                var reader = new MessageReader(new FragmentedStream(BytesOf(t.Item1), t.Item2));

                foreach (var (kind, payload) in t.Item1)
                {
                    var read = await reader.ReadAsync(CancellationToken.None);
                    Assert.Equal(kind, read?.Kind);
                    Assert.True(payload.AsSpan().SequenceEqual(read!.Value.Payload.Span));
                }

                Assert.Null(await reader.ReadAsync(CancellationToken.None));
            },
            iter: 30);

    [Fact]
    public void A_stream_that_ends_within_a_message_has_no_such_message() =>
        Gen.Select(Gen.Byte.Array[0, 50], Gen.Int[0, 54], AnyFragments).Sample((payload, cut, fragments) =>
        {
            var whole = BytesOf([(MessageKind.Audio, payload)]);
            var reader = new MessageReader(new FragmentedStream(whole[..Math.Min(cut, whole.Length - 1)], fragments));

            Assert.Null(reader.Read());
        });

    [Fact]
    public void A_length_that_no_message_has_is_refused_and_nothing_is_allocated_for_it() =>
        Gen.OneOf<int>(Gen.Int[int.MinValue, -1], Gen.Int[MessageReader.MaxPayloadBytes + 1, int.MaxValue]).Sample(
            length =>
            {
                var bytes = new byte[64];
                BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
                var reader = new MessageReader(new FragmentedStream(bytes, [7]));

                var before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Throws<InvalidDataException>(() => reader.Read());
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
            },
            iter: 50);

    [Fact]
    public void The_largest_message_passes()
    {
        var largest = new byte[MessageReader.MaxPayloadBytes];
        largest[^1] = 7;
        var reader = new MessageReader(new FragmentedStream(BytesOf([(MessageKind.Audio, largest)]), [4096]));

        Assert.Equal(largest, reader.Read()!.Value.Payload.ToArray());
    }

    private static byte[] BytesOf(IEnumerable<(MessageKind Kind, byte[] Payload)> messages)
    {
        var writer = new MessageWriter();
        return [.. messages.SelectMany(message => writer.Begin(message.Kind).Add(message.Payload).End().ToArray())];
    }
}

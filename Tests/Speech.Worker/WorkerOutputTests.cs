using System.Runtime.InteropServices;
using CsCheck;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;
using Speeko.Speech.Worker;

namespace Speeko.Tests.Speech.Worker;

public sealed class WorkerOutputTests : IDisposable
{
    private readonly MemoryStream _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void The_first_samples_of_every_job_go_at_once()
    {
        using var output = new WorkerOutput(_written);

        output.Audio(1, [1, 2]);
        Assert.Equal([MessageKind.Audio], Messages(_written).Select(message => message.Kind));

        output.Done(1, JobStatus.Complete);
        output.Audio(2, [3]);
        Assert.Equal(
            [MessageKind.Audio, MessageKind.Done, MessageKind.Audio], Messages(_written).Select(message => message.Kind));
    }

    [Fact]
    public void All_samples_of_a_job_arrive_in_order_before_its_end() =>
        Gen.Short.Array[0, 30_000].Array[0, 6].Sample(
            blocks =>
            {
                using var written = new MemoryStream();
                using var output = new WorkerOutput(written);
                foreach (var block in blocks)
                    output.Audio(7, block);
                output.Done(7, JobStatus.Complete);

                var messages = Messages(written);
                Assert.Equal(MessageKind.Done, messages[^1].Kind);
                var audio = messages[..^1].SelectMany(message => message.Payload[sizeof(int)..]).ToArray();
                Assert.Equal(blocks.SelectMany(block => block), MemoryMarshal.Cast<byte, short>(audio).ToArray());
                Assert.All(messages, message => Assert.InRange(message.Payload.Length, 5, sizeof(int) + (64 * 1024)));
            },
            iter: 30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_left_of_a_job_that_was_cancelled_or_failed_is_not_sent_with_the_next(byte status)
    {
        using var output = new WorkerOutput(_written);

        output.Audio(1, [1]);
        output.Audio(1, [2]);
        output.Done(1, (JobStatus)status);
        output.Audio(2, [3]);
        output.Done(2, JobStatus.Complete);

        var audio = Messages(_written).Where(message => message.Kind == MessageKind.Audio).Select(message => message.Payload);
        Assert.Equal([[1, 0, 0, 0, 1, 0], [2, 0, 0, 0, 3, 0]], audio);
    }

    [Fact]
    public void A_mark_travels_before_the_samples_that_come_next()
    {
        using var output = new WorkerOutput(_written);

        output.Mark(5, new SpeechMark(MarkKind.Sentence, 1, 2, 3));
        output.Audio(5, [1]);

        Assert.Equal([MessageKind.Mark, MessageKind.Audio], Messages(_written).Select(message => message.Kind));
        var body = new MessageBody(Messages(_written)[0].Payload);
        Assert.Equal((5, 1), (body.ReadInt32(), body.ReadByte()));
        Assert.Equal((1, 2, 3L), (body.ReadInt32(), body.ReadInt32(), body.ReadInt64()));
    }

    [Fact]
    public void A_mark_that_no_samples_follow_comes_before_the_end()
    {
        using var output = new WorkerOutput(_written);

        output.Mark(5, new SpeechMark(MarkKind.Word, 1, 2, 3));
        output.Done(5, JobStatus.Complete);

        Assert.Equal([MessageKind.Mark, MessageKind.Done], Messages(_written).Select(message => message.Kind));
    }

    [Fact]
    public void That_a_job_has_begun_is_told_at_once()
    {
        using var output = new WorkerOutput(_written);

        output.Begun(3);

        Assert.Equal(MessageKind.Begun, Assert.Single(Messages(_written)).Kind);
    }

    private static List<(MessageKind Kind, byte[] Payload)> Messages(MemoryStream written)
    {
        var reader = new MessageReader(new MemoryStream(written.ToArray()));
        var messages = new List<(MessageKind, byte[])>();
        while (reader.Read() is { } message)
            messages.Add((message.Kind, message.Payload.ToArray()));
        return messages;
    }
}

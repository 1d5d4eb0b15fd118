using System.Runtime.InteropServices;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;
using Speeko.Speech.Worker;

namespace Speeko.Tests.Speech.Worker;

public sealed class JobOutputTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryStream _written = new();
    private readonly JobOutput _output;

    public JobOutputTests() => _output = new(_written, _time);

    public void Dispose() => _written.Dispose();

    [Fact]
    public void The_first_samples_of_a_job_that_somebody_waits_for_go_at_once()
    {
        _output.Begin(Job(1));
        _output.Audio([1, 2]);
        Assert.Equal([MessageKind.Begun, MessageKind.Audio], Kinds());

        _output.Done(JobStatus.Complete);
        _output.Begin(Job(2));
        _output.Audio([3]);
        Assert.Equal([MessageKind.Audio, MessageKind.Done, MessageKind.Begun, MessageKind.Audio], Kinds()[1..]);
    }

    [Fact]
    public void Samples_that_nobody_waits_for_are_gathered_until_they_fill_a_frame()
    {
        _output.Begin(Job(1, inHandMs: 1000));
        _output.Audio(new short[32 * 1024 - 1]);
        _output.Pause();
        Assert.Equal([MessageKind.Begun], Kinds());

        _output.Audio(new short[2]);

        var audio = Messages(_written)[^1];
        Assert.Equal((MessageKind.Audio, sizeof(int) + (64 * 1024)), (audio.Kind, audio.Payload.Length));
    }

    [Fact]
    public void Before_another_job_goes_on_whoever_waits_gets_what_there_is()
    {
        _output.Begin(Job(1));
        _output.Audio([1]);
        _output.Audio([2]);
        Assert.Equal(2, Messages(_written).Count);

        _output.Pause();

        Assert.Equal([1, 0, 0, 0, 2, 0], Messages(_written)[^1].Payload);
    }

    [Fact]
    public void All_samples_of_a_job_arrive_in_order_before_its_end() =>
        Gen.Short.Array[0, 30_000].Array[0, 6].Select(Gen.Bool).Sample(
            (blocks, hurries) =>
            {
                using var written = new MemoryStream();
                var output = new JobOutput(written, _time);
                output.Begin(Job(7, hurries ? 0 : 5000));
                foreach (var block in blocks)
                    output.Audio(block);
                output.Done(JobStatus.Complete);

                var messages = Messages(written);
                Assert.Equal((MessageKind.Begun, MessageKind.Done), (messages[0].Kind, messages[^1].Kind));
                var audio = messages[1..^1].SelectMany(message => message.Payload[sizeof(int)..]).ToArray();
                Assert.Equal(blocks.SelectMany(block => block), MemoryMarshal.Cast<byte, short>(audio).ToArray());
                Assert.All(messages, message => Assert.InRange(message.Payload.Length, 4, sizeof(int) + (64 * 1024)));
            },
            iter: 30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_left_of_a_job_that_was_cancelled_or_failed_is_not_sent_with_the_next(byte status)
    {
        _output.Begin(Job(1));
        _output.Audio([1]);
        _output.Audio([2]);
        _output.Done((JobStatus)status);
        _output.Begin(Job(2));
        _output.Audio([3]);
        _output.Done(JobStatus.Complete);

        var audio = Messages(_written).Where(message => message.Kind == MessageKind.Audio).Select(message => message.Payload);
        Assert.Equal([[1, 0, 0, 0, 1, 0], [2, 0, 0, 0, 3, 0]], audio);
    }

    [Fact]
    public void A_mark_travels_before_the_samples_that_come_next()
    {
        _output.Begin(Job(5));
        _output.Mark(new SpeechMark(MarkKind.Sentence, 1, 2, 3));
        _output.Audio([1]);

        Assert.Equal([MessageKind.Begun, MessageKind.Mark, MessageKind.Audio], Kinds());
        var body = new MessageBody(Messages(_written)[1].Payload);
        Assert.Equal((5, 1), (body.ReadInt32(), body.ReadByte()));
        Assert.Equal((1, 2, 3L), (body.ReadInt32(), body.ReadInt32(), body.ReadInt64()));
    }

    [Fact]
    public void A_mark_that_no_samples_follow_comes_before_the_end()
    {
        _output.Begin(Job(5));
        _output.Mark(new SpeechMark(MarkKind.Word, 1, 2, 3));
        _output.Done(JobStatus.Complete);

        Assert.Equal([MessageKind.Begun, MessageKind.Mark, MessageKind.Done], Kinds());
    }

    [Fact]
    public void That_a_job_has_begun_is_told_at_once()
    {
        _output.Begin(Job(3));

        Assert.Equal([MessageKind.Begun], Kinds());
    }

    private Job Job(int id, long inHandMs = 0) =>
        new(id, 1, "en-us", "Text.", _time.GetUtcNow().ToUnixTimeMilliseconds() + inHandMs);

    private MessageKind[] Kinds() => [.. Messages(_written).Select(message => message.Kind)];

    private static List<(MessageKind Kind, byte[] Payload)> Messages(MemoryStream written)
    {
        var reader = new MessageReader(new MemoryStream(written.ToArray()));
        var messages = new List<(MessageKind, byte[])>();
        while (reader.Read() is { } message)
            messages.Add((message.Kind, message.Payload.ToArray()));
        return messages;
    }
}

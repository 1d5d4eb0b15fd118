using CsCheck;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Tests.Speech.Engines.Workers;

public sealed class MessageBodyTests
{
    private static readonly Gen<object> AnyField = Gen.OneOf<object>(
        Gen.Byte.Select(value => (object)value),
        Gen.Int.Select(value => (object)value),
        Gen.Long.Select(value => (object)value),
        Gen.Double.Select(value => (object)value),
        Gen.Char["aß€漢 \0"].Array[0, 400].Select(value => (object)new string(value)));

    [Fact]
    public void Fields_come_out_as_they_went_in() => AnyField.Array[0, 12].Sample(fields =>
    {
        var body = new MessageBody(PayloadOf(fields));

        foreach (var field in fields)
            Assert.Equal(field, ReadLike(field, ref body));
        Assert.Equal(0, body.Rest.Length);
    });

    [Fact]
    public void Fields_that_are_not_all_there_are_refused() =>
        Gen.Select(AnyField.Array[1, 6], Gen.Double[0, 1]).Sample((fields, part) =>
        {
            var payload = PayloadOf(fields);
            var cut = payload[..(int)(part * (payload.Length - 1))];

            Assert.Throws<InvalidDataException>(() =>
            {
                var body = new MessageBody(cut);
                foreach (var field in fields)
                    ReadLike(field, ref body);
            });
        });

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_text_longer_than_the_message_is_refused(int length)
    {
        var payload = new MessageWriter().Begin(MessageKind.Audio).Add(length).Add("ab"u8).End()[MessageWriter.HeaderBytes..];

        Assert.Throws<InvalidDataException>(() => new MessageBody(payload.Span).ReadText());
    }

    private static byte[] PayloadOf(object[] fields)
    {
        var writer = new MessageWriter().Begin(MessageKind.Synthesize);
        foreach (var field in fields)
        {
            _ = field switch
            {
                byte value => writer.Add(value),
                int value => writer.Add(value),
                long value => writer.Add(value),
                double value => writer.Add(value),
                _ => writer.Add((string)field),
            };
        }

        return writer.End()[MessageWriter.HeaderBytes..].ToArray();
    }

    private static object ReadLike(object field, ref MessageBody body) => field switch
    {
        byte => body.ReadByte(),
        int => body.ReadInt32(),
        long => body.ReadInt64(),
        double => body.ReadDouble(),
        _ => body.ReadText(),
    };
}

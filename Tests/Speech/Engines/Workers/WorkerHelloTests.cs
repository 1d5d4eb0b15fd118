using CsCheck;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Tests.Speech.Engines.Workers;

public sealed class WorkerHelloTests
{
    private static readonly Gen<string> AnyText = Gen.Char["aZ é漢/-"].Array[0, 20].Select(chars => new string(chars));

    private static readonly Gen<EngineVoice> AnyVoice = Gen.Select(
        AnyText, AnyText, Gen.Enum<VoiceGender>(), AnyText.Array[0, 5],
        (identifier, name, gender, languages) => new EngineVoice(identifier, name, gender, languages));

    [Fact]
    public void A_greeting_comes_out_as_it_went_in() =>
        Gen.Select(AnyText, Gen.Int[1, 192_000], AnyVoice.Array[0, 30]).Sample((version, rate, voices) =>
        {
            var read = WorkerHello.Read(PayloadOf(new WorkerHello(version, rate, voices)));

            Assert.Equal(version, read.Version);
            Assert.Equal(rate, read.SampleRateHz);
            Assert.Equal(voices.Select(Flat), read.Voices.Select(Flat));
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-22050, 1)]
    [InlineData(22050, -1)]
    [InlineData(22050, 10_001)]
    [InlineData(22050, int.MaxValue)]
    public void A_greeting_without_sense_is_refused(int rate, int voices)
    {
        var payload = new MessageWriter().Begin(MessageKind.Hello).Add("1.51").Add(rate).Add(voices).End();

        Assert.Throws<InvalidDataException>(() => WorkerHello.Read(payload.Span[MessageWriter.HeaderBytes..]));
    }

    [Fact]
    public void A_greeting_that_breaks_off_is_refused()
    {
        var whole = PayloadOf(new WorkerHello("1", 22050, [new EngineVoice("gmw/de", "German", VoiceGender.Male, ["de"])]));

        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => WorkerHello.Read(whole.AsSpan(0, length)));
    }

    private static byte[] PayloadOf(WorkerHello hello)
    {
        var writer = new MessageWriter();
        hello.Write(writer);
        return writer.End()[MessageWriter.HeaderBytes..].ToArray();
    }

    private static string Flat(EngineVoice voice) =>
        $"{voice.Identifier}|{voice.Name}|{voice.Gender}|{string.Join(",", voice.Languages)}";
}

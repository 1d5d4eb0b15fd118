namespace Speeko.Speech.Engines.Workers;

/// <summary>What a worker tells of its engine when it starts.</summary>
/// <param name="Version">Version of the engine and its data.</param>
/// <param name="SampleRateHz">Of all audio that it sends.</param>
/// <param name="Voices">With the identifier by which the engine selects exactly this voice.</param>
public sealed record WorkerHello(string Version, int SampleRateHz, IReadOnlyList<EngineVoice> Voices)
{
    private const int MaxVoices = 10_000;

    public void Write(MessageWriter writer)
    {
        writer.Begin(MessageKind.Hello).Add(Version).Add(SampleRateHz).Add(Voices.Count);
        foreach (var voice in Voices)
        {
            writer.Add(voice.Identifier).Add(voice.Name).Add((byte)voice.Gender).Add((byte)voice.Languages.Count);
            foreach (var language in voice.Languages)
                writer.Add(language);
        }
    }

    public static WorkerHello Read(ReadOnlySpan<byte> payload)
    {
        var body = new MessageBody(payload);
        var (version, rate, count) = (body.ReadText(), body.ReadInt32(), body.ReadInt32());
        if (count is < 0 or > MaxVoices || rate <= 0)
            throw new InvalidDataException("A worker's greeting makes no sense.");
        var voices = new List<EngineVoice>(count);
        for (var i = 0; i < count; i++)
        {
            var (identifier, name, gender) = (body.ReadText(), body.ReadText(), (VoiceGender)body.ReadByte());
            var languages = new string[body.ReadByte()];
            for (var j = 0; j < languages.Length; j++)
                languages[j] = body.ReadText();
            voices.Add(new EngineVoice(identifier, name, gender, languages));
        }

        return new WorkerHello(version, rate, voices);
    }
}

/// <param name="Identifier">What the engine itself calls it.</param>
/// <param name="Name">For people.</param>
/// <param name="Gender">As the engine tells it.</param>
/// <param name="Languages">BCP 47 tags, the best first.</param>
public sealed record EngineVoice(string Identifier, string Name, VoiceGender Gender, IReadOnlyList<string> Languages);

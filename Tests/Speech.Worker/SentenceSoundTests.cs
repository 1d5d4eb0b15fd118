using CsCheck;
using Speeko.Speech.Engines;
using Speeko.Speech.Worker;

namespace Speeko.Tests.Speech.Worker;

/// <summary>However much silence the engine leaves behind a sentence, it ends in the same way.</summary>
public sealed class SentenceSoundTests
{
    private const int SampleRateHz = 22050;

    [Theory]
    [InlineData("A sentence.", 1, SentenceSound.PauseMs)]
    [InlineData("A sentence?", 2, SentenceSound.PauseMs / 2)]
    [InlineData("A \u201Csentence.\u201D)", 0.5, SentenceSound.PauseMs * 2)]
    [InlineData("一句话。", 1, SentenceSound.PauseMs)]
    [InlineData("No sentence,", 1, SentenceSound.ShortestEndMs)]
    [InlineData("3.5", 1, SentenceSound.ShortestEndMs)]
    public void Only_behind_a_stop_there_is_a_pause_and_it_keeps_pace(string text, double rate, int endMs)
    {
        var samples = Speak(text, rate, [1, 2, 3, 0, 0]);

        Assert.Equal([1, 2, 3], samples[..3]);
        Assert.All(samples[3..], sample => Assert.Equal(0, sample));
        Assert.InRange((samples.Length - 3) * 1000.0 / SampleRateHz, endMs - 3, endMs + 3);
    }

    [Fact]
    public void Nothing_but_the_end_depends_on_how_the_samples_come_and_how_much_silence_follows() =>
        Gen.Select(Gen.Short[-1, 1].Array[0, 6].Array[0, 6], Gen.Int[0, 3000]).Sample((blocks, silence) =>
        {
            var (spoken, text) = (blocks.SelectMany(block => block).ToArray(), "All of it.");
            var sound = spoken.AsSpan().TrimEnd((short)0).ToArray();

            var samples = Speak(text, 1, [.. blocks, new short[silence]]);

            // What makes no sound at all is left as it is.
            var end = sound.Length > 0 ? SentenceSound.PauseMs * SampleRateHz / 1000 : spoken.Length + silence;
            Assert.Equal([.. sound, .. new short[end]], samples);
        });

    private static short[] Speak(string text, double rate, params short[][] blocks)
    {
        var (listener, job) = (new Recording(), new Job(1, rate, "en-us", text, 0));
        var sound = new SentenceSound(job, Pace.Of(rate), stretch: null, listener, SampleRateHz);
        foreach (var block in blocks)
            sound.Add(block);
        sound.End();
        Assert.InRange(job.MadeMs, (listener.Samples.Count * 1000L / SampleRateHz) - blocks.Length - 2, listener.Samples.Count * 1000L / SampleRateHz);
        return [.. listener.Samples];
    }

    private sealed class Recording : ISpeaking
    {
        public List<short> Samples { get; } = [];

        public void Audio(ReadOnlySpan<short> samples) => Samples.AddRange(samples);

        public void Mark(SpeechMark mark)
        {
        }

        public bool GoOn() => true;
    }
}

using Orleans.Concurrency;
using Speeko.Grains.Interfaces.Voices;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Voices;

[StatelessWorker]
internal sealed class VoiceGrain(ISpeechEngine engine) : Grain, IVoiceGrain
{
    public Task<VoiceDescription[]> List() => Task.FromResult(engine.Voices.Select(Describe).ToArray());

    private static VoiceDescription Describe(Voice voice) => new(
        voice.Id, voice.Name, [.. voice.Languages], voice.Gender.ToString().ToLowerInvariant(), voice.Engine);
}

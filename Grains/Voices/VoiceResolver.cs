using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Speech.Engines;
using Speeko.Speech.Voices;

namespace Speeko.Grains.Voices;

/// <summary>Finds the voice and the format that a request means, or says what is wrong with it.</summary>
internal sealed class VoiceResolver(ISpeechEngine engine)
{
    public const string DefaultVoice = "en-us";

    private VoiceCatalog? _catalog;

    public SpeechError? Resolve(UtteranceSettings settings, out string voiceId, out AudioFormat format)
    {
        var catalog = _catalog ??= new VoiceCatalog(engine.Voices);
        format = new AudioFormat(settings.Container, engine.SampleRateHz, Channels: 1);
        voiceId = DefaultVoice;
        if (settings.SampleRateHz is { } wanted && wanted != engine.SampleRateHz)
        {
            return new SpeechError(
                SpeechErrorCode.BadField,
                $"sample_rate {wanted} is not to be had; this voice speaks at {engine.SampleRateHz}.",
                "sample_rate",
                engine.SampleRateHz);
        }

        // A voice that is named counts; the language then only has to be one that exists.
        var byLanguage = settings.Language is { Length: > 0 } language ? catalog.ForLanguage(language) : null;
        if (settings.Language is { Length: > 0 } && byLanguage is null)
            return Unknown(SpeechErrorCode.UnknownLanguage, "language", settings.Language);
        if (settings.VoiceId is not { Length: > 0 } id)
        {
            voiceId = byLanguage?.Id ?? DefaultVoice;
            return null;
        }

        if (catalog.ById(id) is not { } voice)
            return Unknown(SpeechErrorCode.UnknownVoice, "voice_id", id);
        voiceId = voice.Id;
        return null;
    }

    private static SpeechError Unknown(SpeechErrorCode code, string field, string value) => new(
        code,
        $"{field} \"{(value.Length > 64 ? string.Concat(value.AsSpan(0, 64), "…") : value)}\" is not known; GET /v1/voices lists what is.",
        field);
}

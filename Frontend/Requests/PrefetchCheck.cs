using Microsoft.Extensions.Options;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Requests;

/// <summary>Judges what is to be made ready by the rules for what is to be spoken, and how much it is.</summary>
public sealed class PrefetchCheck(RequestCheck check, IOptions<LimitOptions> limits)
{
    /// <summary>Returns what is wrong, or null, the texts and the settings that the request means.</summary>
    public SpeechError? Check(PrefetchRequest request, out string[] texts, out UtteranceSettings settings)
    {
        (texts, settings) = ([], new UtteranceSettings());
        if (request.Texts is not { Count: > 0 } wanted)
            return new SpeechError(SpeechErrorCode.BadField, "texts is required and must not be empty.", "texts");
        if (wanted.Count > limits.Value.MaxPrefetchTexts)
            return TooMany($"texts has {wanted.Count} entries", limits.Value.MaxPrefetchTexts);
        var chars = wanted.Sum(text => (long)(text?.Length ?? 0));
        if (chars > limits.Value.MaxPrefetchChars)
            return TooMany($"texts has {chars} characters", limits.Value.MaxPrefetchChars);

        for (var i = 0; i < wanted.Count; i++)
        {
            var single = new SpeechRequest
            {
                Text = wanted[i],
                VoiceId = request.VoiceId,
                Language = request.Language,
                SpeakingRate = request.SpeakingRate,
            };
            if (check.Check(single, isPart: false, out settings) is { } wrong)
                return wrong.Field == "text" ? wrong with { Field = $"texts[{i}]", Message = $"texts[{i}]: {wrong.Message}" } : wrong;
        }

        texts = [.. wanted.OfType<string>()];
        return null;
    }

    private static SpeechError TooMany(string what, int limit) => new(
        SpeechErrorCode.TooLarge, $"{what}; at most {limit} are taken at once.", "texts", limit);
}

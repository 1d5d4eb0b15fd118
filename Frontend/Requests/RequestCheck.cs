using Microsoft.Extensions.Options;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Requests;

/// <summary>Judges what can be judged without the cluster: form, range and limits. The voice is the silo's to know.</summary>
public sealed class RequestCheck(IOptions<LimitOptions> limits)
{
    private const double SlowestRate = 0.25;
    private const double FastestRate = 4;
    private const int MaxTagChars = 128;
    private const int ShortestWindowMs = 500;
    private const int LongestWindowMs = 60_000;

    /// <summary>Returns what is wrong, or null and the settings that the request means.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="isPart">The text is a part of a longer one, which may well be a single space.</param>
    /// <param name="settings">What the request means, when nothing is wrong with it.</param>
    public SpeechError? Check(SpeechRequest request, bool isPart, out UtteranceSettings settings)
    {
        settings = new UtteranceSettings();
        if (OfText(request.Text, isPart) is { } text)
            return text;
        if (request.SpeakingRate is { } rate && rate is not (>= SlowestRate and <= FastestRate))
        {
            return new SpeechError(
                SpeechErrorCode.BadField, $"speaking_rate must be {SlowestRate} to {FastestRate}.", "speaking_rate", FastestRate);
        }

        if ((OfTag(request.VoiceId, "voice_id") ?? OfTag(request.Language, "language")) is { } tag)
            return tag;
        if (ContainerOf(request.Format) is not { } container)
            return new SpeechError(SpeechErrorCode.BadField, "format must be pcm or wav.", "format");
        if (request.WindowMs is { } window && window is not (>= ShortestWindowMs and <= LongestWindowMs))
        {
            return new SpeechError(
                SpeechErrorCode.BadField,
                $"window_ms must be {ShortestWindowMs} to {LongestWindowMs}.",
                "window_ms",
                window < ShortestWindowMs ? ShortestWindowMs : LongestWindowMs);
        }

        settings = new UtteranceSettings
        {
            VoiceId = request.VoiceId,
            Language = request.Language,
            SpeakingRate = request.SpeakingRate ?? 1,
            Container = container,
            SampleRateHz = request.SampleRateHz,
            WindowMs = request.WindowMs,
        };
        return null;
    }

    private SpeechError? OfText(string? text, bool isPart)
    {
        if (string.IsNullOrEmpty(text) || (!isPart && string.IsNullOrWhiteSpace(text)))
            return new SpeechError(SpeechErrorCode.BadField, "text is required and must not be blank.", "text");
        return text.Length > limits.Value.MaxTextChars
            ? new SpeechError(
                SpeechErrorCode.TooLarge,
                $"text has {text.Length} characters; at most {limits.Value.MaxTextChars} are taken at once.",
                "text",
                limits.Value.MaxTextChars)
            : null;
    }

    private static SpeechError? OfTag(string? value, string field) => value is { Length: > MaxTagChars }
        ? new SpeechError(SpeechErrorCode.TooLarge, $"{field} may have {MaxTagChars} characters.", field, MaxTagChars)
        : null;

    private static AudioContainer? ContainerOf(string? format) => format switch
    {
        null or "" or "pcm" => AudioContainer.Pcm,
        "wav" => AudioContainer.Wav,
        _ => null,
    };
}

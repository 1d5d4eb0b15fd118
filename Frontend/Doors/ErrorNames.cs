using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors;

internal static class ErrorNames
{
    /// <summary>The code as clients see it, in all our own protocols.</summary>
    public static string ToWireName(this SpeechErrorCode code) => code switch
    {
        SpeechErrorCode.BadMessage => "bad_message",
        SpeechErrorCode.BadField => "bad_field",
        SpeechErrorCode.NothingToSpeak => "nothing_to_speak",
        SpeechErrorCode.TooLarge => "too_large",
        SpeechErrorCode.UnknownVoice => "unknown_voice",
        SpeechErrorCode.UnknownLanguage => "unknown_language",
        SpeechErrorCode.TextRejected => "text_rejected",
        SpeechErrorCode.EngineFailed => "engine_failed",
        SpeechErrorCode.Overloaded => "overloaded",
        SpeechErrorCode.SessionLost => "session_lost",
        SpeechErrorCode.UnknownSession => "unknown_session",
        SpeechErrorCode.Gone => "gone",
        SpeechErrorCode.TakenOver => "taken_over",
        _ => "unavailable",
    };
}

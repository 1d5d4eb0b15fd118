namespace Speeko.Grains.Interfaces;

[GenerateSerializer, Alias("speeko.error-code")]
public enum SpeechErrorCode : byte
{
    /// <summary>The message is not of the protocol: malformed, of an unknown type, binary where text is due.</summary>
    BadMessage,

    /// <summary>A field is missing, of the wrong type or out of its range.</summary>
    BadField,

    /// <summary>There is no letter, digit or symbol in the text that the voice could say.</summary>
    NothingToSpeak,

    /// <summary>Text, message or queue is beyond its limit.</summary>
    TooLarge,

    UnknownVoice,

    UnknownLanguage,

    /// <summary>The text brought the engine down and is refused for a while.</summary>
    TextRejected,

    /// <summary>The engine did not finish in time or could not be started.</summary>
    EngineFailed,

    /// <summary>More is asked for than can be done; try again later.</summary>
    Overloaded,

    /// <summary>The session, or the silo that held it, is gone.</summary>
    SessionLost,

    /// <summary>No silo can be reached at the moment.</summary>
    Unavailable,

    /// <summary>There is no such session, or none that this key may hear.</summary>
    UnknownSession,

    /// <summary>The audio from there on is not kept any more.</summary>
    Gone,

    /// <summary>Another connection leads the session now.</summary>
    TakenOver,
}

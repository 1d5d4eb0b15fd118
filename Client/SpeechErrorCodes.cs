namespace Speeko.Client;

/// <summary>The codes that this library itself gives; those of the server stand in docs/protocol.md.</summary>
public static class SpeechErrorCodes
{
    /// <summary>Nobody answers at the address.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The server asks for an API key, or does not know this one.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The server is there and can't serve at the moment; also a code of the server's own.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The connection ended before the speech did.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>The connection ended, and it is not known how much of the text the server has.</summary>
    public const string TextLost = "text_lost";

    /// <summary>What answers at the address is no Speeko server, or of a version that speaks otherwise.</summary>
    public const string NotUnderstood = "not_understood";
}

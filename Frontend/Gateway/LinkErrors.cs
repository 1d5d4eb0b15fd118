using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Gateway;

/// <summary>What becomes of a call by who can't reach its session, or does not lead it.</summary>
internal static class LinkErrors
{
    public static readonly SpeechError SessionLost = new(SpeechErrorCode.SessionLost, "The silo of this session does not answer.");

    public static readonly SpeechError TakenOver = new(SpeechErrorCode.TakenOver, "Another connection leads this session now.");
}

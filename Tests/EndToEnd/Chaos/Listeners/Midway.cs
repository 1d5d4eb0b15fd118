namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>What a listener does in the middle of an utterance.</summary>
internal enum Midway
{
    /// <summary>Nothing but listen.</summary>
    Listens,

    /// <summary>Cancels it, and asks for something else.</summary>
    Cancels,

    /// <summary>Its connection is lost, without a word, and it comes back by another one.</summary>
    BreaksOff,

    /// <summary>Stops reading, and does not close; much later its connection is lost.</summary>
    FallsSilent,

    /// <summary>Comes back by another connection, and the first one stays open for as long as the server keeps it.</summary>
    LeavesItOpen,
}

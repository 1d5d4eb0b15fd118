namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>What a message means to its listener.</summary>
internal enum Heard
{
    /// <summary>An utterance begins, or a mark.</summary>
    News,

    Chunk,

    /// <summary>All of it has been heard.</summary>
    Complete,

    /// <summary>The answer to a cancel: silence from now on.</summary>
    Cancelled,

    /// <summary>The server is overloaded, and says so before it begins.</summary>
    Refused,

    /// <summary>Who resumed in it is told that nobody knows the rest any more.</summary>
    Lost,
}

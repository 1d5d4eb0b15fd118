namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>
/// A session at one point of its frames: what was asked for and has not come to its end by then, and how far it has come. It is
/// all that any silo needs to go on from there, and all that any frontend needs to take a listener over.
/// </summary>
[GenerateSerializer, Immutable, Alias("speeko.session-state")]
public sealed record SessionState
{
    /// <summary>The key on whose account it was opened; nobody else gets to hear of it.</summary>
    [Id(0)] public string Owner { get; init; } = "";

    [Id(1)] public int Epoch { get; init; }

    /// <summary>Number of the first frame that has not come.</summary>
    [Id(2)] public long NextFrame { get; init; }

    /// <summary>Position of the first chunk that has not come.</summary>
    [Id(3)] public long NextSequence { get; init; }

    /// <summary>Audio of the session that has come, in milliseconds.</summary>
    [Id(4)] public long AudioMs { get; init; }

    /// <summary>Number of the first utterance that was not asked for yet.</summary>
    [Id(5)] public int NextUtterance { get; init; }

    /// <summary>Those whose end has not come, in order.</summary>
    [Id(6)] public UtteranceState[] Utterances { get; init; } = [];

    /// <summary>How often the session was taken over by another connection; one of an older count leads it no more.</summary>
    [Id(7)] public int Lead { get; init; }

    /// <summary>Audio that has come and waits to be heard, in milliseconds; so much less is to be sent ahead.</summary>
    [Id(8)] public long AheadMs { get; init; }
}

/// <summary>What is known of one utterance.</summary>
[GenerateSerializer, Immutable, Alias("speeko.utterance-state")]
public sealed record UtteranceState
{
    [Id(0)] public required int Index { get; init; }

    [Id(1)] public required UtteranceSettings Settings { get; init; }

    /// <summary>From the sentence on whose audio came last, as far as it was asked for.</summary>
    [Id(2)] public required string Text { get; init; }

    /// <summary>Where <see cref="Text"/> begins in all text of the utterance.</summary>
    [Id(3)] public long TextStart { get; init; }

    /// <summary>No text will follow.</summary>
    [Id(4)] public bool IsWhole { get; init; }

    /// <summary>The listener has been told that it begins.</summary>
    [Id(5)] public bool HasBegun { get; init; }

    /// <summary>Samples that have come of the first sentence of <see cref="Text"/>, in bytes.</summary>
    [Id(6)] public int SentenceBytes { get; init; }

    /// <summary>Samples that have come of the utterance, in bytes.</summary>
    [Id(7)] public long AudioBytes { get; init; }

    /// <summary>The last samples that came, to find where others join them; empty where that is not known.</summary>
    [Id(8)] public ReadOnlyMemory<byte> Tail { get; init; }

    /// <summary>Known when it has begun.</summary>
    [Id(9)] public AudioFormat? Format { get; init; }

    /// <summary>The text before <see cref="Text"/>, as far back as it is remembered: who cancels is told what was heard.</summary>
    [Id(10)] public string Spoken { get; init; } = "";
}

using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Grains.Sessions.Keeping;

/// <summary>
/// A session as it is written down for the case that its silo is lost: what it has said lately, by name, and what it was asked
/// for. What was under way is not in it; whoever takes the session up says it anew.
/// </summary>
/// <param name="Start">Of the session, before the first of the frames.</param>
/// <param name="Frames">In order. None carries samples.</param>
/// <param name="NextFrame">Frames below this number have been sent.</param>
[GenerateSerializer, Immutable, Alias("speeko.kept-session")]
public sealed record KeptSession(
    [property: Id(0)] SessionState Start,
    [property: Id(1)] SpeechFrame[] Frames,
    [property: Id(2)] long NextFrame)
{
    /// <summary>The silo that wrote it.</summary>
    [Id(3)] public SiloAddress? Writer { get; init; }

    /// <summary>It left the session to another silo.</summary>
    [Id(4)] public bool IsLast { get; init; }

    /// <summary>Position of the first chunk that had not been said, by name or not: whatever was said up to there was asked for in this.</summary>
    [Id(5)] public long SaidTo { get; init; }

    /// <summary>It has ended. Nobody goes on with it but who led it last.</summary>
    [Id(6)] public bool IsOver { get; init; }

    /// <inheritdoc cref="FrameLog.IncarnationOf" />
    public long Incarnation => FrameLog.IncarnationOf(NextFrame);

    /// <summary>Position of the first chunk behind it.</summary>
    public long NextSequence => Frames is [.., var last] ? last.SequenceEnd : Start.NextSequence;

    /// <summary>The session behind the frames.</summary>
    public SessionState End =>
        new SessionScript(Start).StateAfter(Frames, Start.Epoch, NextFrame) with { Owner = Start.Owner, Lead = Start.Lead };
}

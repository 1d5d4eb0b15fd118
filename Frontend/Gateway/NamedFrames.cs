using System.Runtime.CompilerServices;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// Puts the bytes into the frames of one session that only name them. A name may stand for more than a listener should get at
/// once, so that an interruption cuts in: what comes out is pieces, and behind the first of an utterance by turns with other
/// listeners. A turn is a whole frame: shared out piece by piece, all would have something to swallow all the time, and none
/// be done. For one reader.
/// </summary>
internal sealed class NamedFrames(SegmentCache segments, BulkTurns turns, TimeProvider time)
{
    /// <summary>About as much as a frame carries that is not named.</summary>
    private const int PieceBytes = 64 * 1024;

    private (Guid Session, int Utterance)? _begun;
    private (Guid Session, int Utterance)? _broken;
    private bool _isSlow;

    /// <summary>An utterance that has lost a part of its audio has failed: the rest of it is not for the listener.</summary>
    public bool IsBroken(SpeechFrame frame) => _broken == (frame.SessionId, frame.Utterance);

    /// <summary>What the door gets instead of a frame that names its audio.</summary>
    public async IAsyncEnumerable<SpeechFrame> ResolveAsync(
        SpeechFrame frame, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var name = frame.Name!;
        var segment = await segments.GetAsync(name).ConfigureAwait(false);
        if (segment.Error is not null)
        {
            _broken = (frame.SessionId, frame.Utterance);
            yield return frame with { Kind = FrameKind.Failed, Name = null, Marks = [], Error = segment.Error };
            yield break;
        }

        // 1. The first sound of an utterance is somebody's answer, and goes at once.
        var whole = frame with { Name = null, Audio = segment.Audio.AsMemory(name.Start, name.Length) };
        var pieceBytes = Math.Max(PieceBytes - (PieceBytes % frame.ChunkBytes), frame.ChunkBytes);
        var start = 0;
        if (_begun != (frame.SessionId, frame.Utterance))
        {
            _begun = (frame.SessionId, frame.Utterance);
            yield return whole.Part(start, pieceBytes);
            start = pieceBytes;
        }

        if (start >= name.Length)
            yield break;

        // 2. The rest by turns, unless the network is what this listener waits for: then it is in nobody's way.
        var turn = _isSlow ? null : await turns.EnterAsync().ConfigureAwait(false);
        var begunAt = time.GetTimestamp();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; start < name.Length; start += pieceBytes)
                yield return whole.Part(start, pieceBytes);
        }
        finally
        {
            if (turn is not null)
                turns.Leave(turn);
            _isSlow = time.GetElapsedTime(begunAt) >= BulkTurns.LongestTurn;
        }
    }
}

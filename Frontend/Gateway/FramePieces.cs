using System.Runtime.CompilerServices;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// Puts the bytes into the frames of one session that only name them, and cuts what is more than a listener should get at once,
/// so that an interruption cuts in. Behind the first piece of an utterance what was cut goes by turns with other listeners. A
/// turn is a whole frame: shared out piece by piece, all would have something to swallow all the time, and none be done. For
/// one reader.
/// </summary>
internal sealed class FramePieces(SegmentCache segments, BulkTurns turns, TimeProvider time)
{
    /// <summary>A second and a half of speech.</summary>
    private const int PieceBytes = 64 * 1024;

    private (Guid Session, int Utterance)? _begun;
    private (Guid Session, int Utterance)? _broken;
    private bool _isSlow;

    /// <summary>An utterance that has lost a part of its audio has failed: the rest of it is not for the listener.</summary>
    public bool IsBroken(SpeechFrame frame) => _broken == (frame.SessionId, frame.Utterance);

    /// <summary>What the door gets instead of a frame.</summary>
    public async IAsyncEnumerable<SpeechFrame> OfAsync(
        SpeechFrame frame, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (frame.Name is null && frame.AudioBytes <= PieceBytes)
        {
            yield return frame;
            yield break;
        }

        var whole = await FilledAsync(frame, cancellationToken).ConfigureAwait(false);
        if (whole.Kind == FrameKind.Failed)
        {
            yield return whole;
            yield break;
        }

        // 1. The first sound of an utterance is somebody's answer, and goes at once.
        var pieceBytes = Math.Max(PieceBytes - (PieceBytes % frame.ChunkBytes), frame.ChunkBytes);
        var start = 0;
        if (_begun != (frame.SessionId, frame.Utterance))
        {
            _begun = (frame.SessionId, frame.Utterance);
            yield return whole.Part(start, pieceBytes);
            start = pieceBytes;
        }

        if (start >= whole.AudioBytes)
            yield break;

        // 2. The rest by turns, unless the network is what this listener waits for: then it is in nobody's way.
        var turn = _isSlow ? null : await turns.EnterAsync().ConfigureAwait(false);
        var begunAt = time.GetTimestamp();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; start < whole.AudioBytes; start += pieceBytes)
                yield return whole.Part(start, pieceBytes);
        }
        finally
        {
            if (turn is not null)
                turns.Leave(turn);
            _isSlow = time.GetElapsedTime(begunAt) >= BulkTurns.LongestTurn;
        }
    }

    private async ValueTask<SpeechFrame> FilledAsync(SpeechFrame frame, CancellationToken cancellationToken)
    {
        if (frame.Name is not { } name)
            return frame;
        var segment = await segments.GetAsync(name, cancellationToken).ConfigureAwait(false);
        if (segment.Error is null)
            return frame with { Name = null, Audio = segment.Audio.AsMemory(name.Start, name.Length) };
        _broken = (frame.SessionId, frame.Utterance);
        return frame with { Kind = FrameKind.Failed, Name = null, Marks = [], Error = segment.Error };
    }
}

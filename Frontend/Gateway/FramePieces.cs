using System.Runtime.CompilerServices;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// Puts the bytes into the frames of one session that only name them, and cuts what is more than a listener should get at once,
/// so that an interruption cuts in. Behind the first piece of an utterance what was cut goes by turns with other listeners. A
/// turn is a whole frame: shared out piece by piece, all would have something to swallow all the time, and none be done. For
/// one reader.
/// </summary>
internal sealed class FramePieces(SegmentCache segments, BulkTurns turns, FirstSounds sounds, TimeProvider time)
{
    /// <summary>A second and a half of speech.</summary>
    private const int PieceBytes = 64 * 1024;

    private (Guid Session, int Utterance)? _begun;
    private (Guid Session, int Utterance)? _broken;
    private FirstSounds.Wait? _awaited;
    private bool _isSlow;

    /// <summary>An utterance that has lost a part of its audio has failed: the rest of it is not for the listener.</summary>
    public bool IsBroken(SpeechFrame frame) => _broken == (frame.SessionId, frame.Utterance);

    /// <summary>The listener has asked for something, and waits for its first sound.</summary>
    public void Await()
    {
        if (_awaited is null or { IsOver: true })
            _awaited = sounds.Begin();
    }

    /// <summary>What the door gets instead of a frame; nothing where it is cancelled while its bytes are on their way.</summary>
    /// <param name="frame">That has come.</param>
    /// <param name="whenOutdated">Tells when a frame is not for the listener any more.</param>
    /// <param name="cancellationToken">The listener is gone.</param>
    public async IAsyncEnumerable<SpeechFrame> OfAsync(
        SpeechFrame frame, Func<SpeechFrame, Task> whenOutdated, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (frame.Name is null && frame.AudioBytes <= PieceBytes)
        {
            yield return frame;
            EndWait(frame);
            yield break;
        }

        if (await FilledAsync(frame, whenOutdated, cancellationToken).ConfigureAwait(false) is not { } whole)
            yield break;
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
            EndWait(whole);
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

    private void EndWait(SpeechFrame written)
    {
        if (written.AudioBytes > 0 && Interlocked.Exchange(ref _awaited, null) is { } wait)
            sounds.End(wait);
    }

    /// <summary>Null when it was cancelled meanwhile.</summary>
    private async ValueTask<SpeechFrame?> FilledAsync(
        SpeechFrame frame, Func<SpeechFrame, Task> whenOutdated, CancellationToken cancellationToken)
    {
        if (frame.Name is not { } name)
            return frame;
        if ((segments.Find(name) ?? await FetchAsync(name, whenOutdated(frame), cancellationToken).ConfigureAwait(false)) is not { } segment)
            return null;
        if (segment.Error is null)
            return frame with { Name = null, Audio = segment.Audio.AsMemory(name.Start, name.Length) };
        _broken = (frame.SessionId, frame.Utterance);
        return frame with { Kind = FrameKind.Failed, Name = null, Marks = [], Error = segment.Error };
    }

    /// <summary>Where its silo was lost it may take as long as making it anew: who cuts in does not wait for it.</summary>
    private async Task<FetchedSegment?> FetchAsync(NamedAudio name, Task outdated, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fetching = segments.FetchAsync(name, giveUp.Token);
        if (await Task.WhenAny(fetching, outdated).ConfigureAwait(false) == fetching)
            return await fetching.ConfigureAwait(false);
        await giveUp.CancelAsync().ConfigureAwait(false);
        await ((Task)fetching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return null;
    }
}

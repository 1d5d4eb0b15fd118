using System.Runtime.CompilerServices;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>What a door gets of what has come: nothing that was cancelled, bytes for names, and not too much at once. For one reader.</summary>
internal sealed class FrameReader(FrameInbox inbox, FramePieces pieces)
{
    /// <param name="written">Told of each frame or part when the door comes back for the next.</param>
    /// <param name="passed">Told of each frame that was not for the listener.</param>
    /// <param name="cancellationToken">The listener is gone.</param>
    public async IAsyncEnumerable<SpeechFrame> ReadAsync(
        Action<SpeechFrame> written, Action<SpeechFrame> passed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var frame in inbox.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!inbox.IsCurrent(frame) || pieces.IsBroken(frame) || frame.Name is { IsUnheard: true })
            {
                passed(frame);
            }
            else
            {
                var isPassed = true;
                await foreach (var piece in pieces.OfAsync(frame, inbox.WhenOutdated, cancellationToken).ConfigureAwait(false))
                {
                    isPassed = !inbox.IsCurrent(frame);
                    if (isPassed)
                        break;
                    yield return piece;
                    written(piece);
                }

                if (isPassed)
                    passed(frame);
            }
        }
    }
}

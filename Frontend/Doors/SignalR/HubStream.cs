using System.Runtime.CompilerServices;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary>What a listener hears, as items of a hub's stream.</summary>
internal static class HubStream
{
    /// <summary>All utterances up to the end of the session.</summary>
    /// <param name="listener">Who hears them.</param>
    /// <param name="writing">Held from the moment that an item is given out until the next is asked for, which SignalR does when it is written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<SpeechChunk> HearAsync(
        ISpeechListener listener, SemaphoreSlim writing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AudioFormat? format = null;
        await foreach (var frame in listener.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            format = frame.Format ?? format;
            foreach (var item in ItemsOf(frame, format))
            {
                await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    if (!listener.IsCurrent(frame))
                        break;
                    yield return item;
                }
                finally
                {
                    writing.Release();
                }
            }
        }
    }

    private static IEnumerable<SpeechChunk> ItemsOf(SpeechFrame frame, AudioFormat? format)
    {
        if (frame.Error is { } error)
            return [new SpeechChunk { Utterance = frame.Utterance, Sequence = frame.Sequence, IsFinal = true, Error = LineOf(error) }];
        return format is null ? [] : SpeechChunk.From(frame, format);
    }

    /// <summary>The code stands first.</summary>
    public static string LineOf(SpeechError error) => $"{error.Code.ToWireName()}: {error.Message}";
}

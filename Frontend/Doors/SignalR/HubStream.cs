using System.Runtime.CompilerServices;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary>What a listener hears, as items of a hub's stream.</summary>
internal static class HubStream
{
    /// <summary>All utterances up to the end of the session.</summary>
    public static async IAsyncEnumerable<SpeechChunk> HearAsync(
        ISpeechListener listener, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AudioFormat? format = null;
        await foreach (var frame in listener.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            format = frame.Format ?? format;
            if (frame.Error is { } error)
                yield return new SpeechChunk { Utterance = frame.Utterance, Sequence = frame.Sequence, IsFinal = true, Error = LineOf(error) };
            else if (format is not null)
            {
                foreach (var chunk in SpeechChunk.From(frame, format).TakeWhile(_ => listener.IsCurrent(frame)))
                    yield return chunk;
            }
        }
    }

    /// <summary>The code stands first.</summary>
    public static string LineOf(SpeechError error) => $"{error.Code.ToWireName()}: {error.Message}";
}

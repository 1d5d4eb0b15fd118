using System.Globalization;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Security;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.Http;

/// <summary>
/// <c>GET /v1/sessions/{id}/stream?from=N</c>: the samples of a session that somebody leads, as long as it lasts; see
/// docs/protocol.md.
/// </summary>
internal sealed class ListenDoor(ISpeechGateway gateway, AudioResponse response)
{
    public const string Path = "/v1/sessions/{id}/stream";

    public async Task AcceptAsync(HttpContext context, string id, string? from)
    {
        if (!Guid.TryParse(id, out var session))
        {
            await SpeechProblem.WriteAsync(context, Wrong("id", "id must be the session's.")).ConfigureAwait(false);
            return;
        }

        long? sequence = null;
        if (from is not null)
        {
            if (!long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first))
            {
                await SpeechProblem.WriteAsync(context, Wrong("from", "from must be the position of a chunk.")).ConfigureAwait(false);
                return;
            }

            sequence = first;
        }

        var (listener, error) = await gateway.ListenAsync(context.User.OwnerId(), session, sequence, context.RequestAborted)
            .ConfigureAwait(false);
        if (listener is null)
        {
            await SpeechProblem.WriteAsync(context, error!).ConfigureAwait(false);
            return;
        }

        await using var _ = listener.ConfigureAwait(false);
        try
        {
            await HearAsync(context, listener).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
    }

    /// <summary>Bare samples over all utterances: whoever comes in in the middle has no use for headers.</summary>
    private async Task HearAsync(HttpContext context, ISpeechListener listener)
    {
        AudioFormat? format = null;
        await foreach (var frame in listener.ReadAsync(context.RequestAborted).ConfigureAwait(false))
        {
            if (frame.Format is { } begun)
                format = begun with { Container = AudioContainer.Pcm };
            if (frame.Reached is not null && format is not null)
                await response.WriteAsync(context, format, frame.Audio).ConfigureAwait(false);
        }
    }

    private static SpeechError Wrong(string field, string message) => new(SpeechErrorCode.BadField, message, field);
}

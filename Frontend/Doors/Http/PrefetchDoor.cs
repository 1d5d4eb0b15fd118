using Microsoft.Extensions.Options;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Frontend.Security;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.Http;

/// <summary><c>POST /v1/tts/prefetch</c>: texts that somebody will want to hear soon; see docs/protocol.md.</summary>
internal sealed class PrefetchDoor(ISpeechGateway gateway, PrefetchCheck check, IOptions<LimitOptions> limits)
{
    public const string Path = "/v1/tts/prefetch";

    /// <summary>Nobody waits for what was refused, so there is no hurry.</summary>
    private const int RetryAfterSeconds = 5;

    public async Task AcceptAsync(HttpContext context)
    {
        var (body, error) = await JsonBody.ReadAsync(context, HttpJson.Default.PrefetchBody, limits.Value.MaxMessageBytes)
            .ConfigureAwait(false);
        string[] texts = [];
        var settings = new UtteranceSettings();
        if ((error ?? check.Check(body!.ToRequest(), out texts, out settings)) is { } wrong)
        {
            await SpeechProblem.WriteAsync(context, wrong).ConfigureAwait(false);
            return;
        }

        var reply = await gateway.PrefetchAsync(context.User.OwnerId(), settings, texts, context.RequestAborted).ConfigureAwait(false);
        if (reply.Error is not null)
        {
            await SpeechProblem.WriteAsync(context, reply.Error).ConfigureAwait(false);
            return;
        }

        if (reply.Refused > 0)
            SpeechProblem.WriteRetryAfter(context, RetryAfterSeconds);
        await Results.Json(PrefetchCounts.From(reply), HttpJson.Default.PrefetchCounts, statusCode: StatusCodes.Status202Accepted)
            .ExecuteAsync(context).ConfigureAwait(false);
    }
}

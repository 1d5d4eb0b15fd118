using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Frontend.Security;
using Speeko.Grains.Interfaces.Prefetch;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.Http;

/// <summary><c>POST /v1/tts/prefetch</c>: texts that somebody will want to hear soon; see docs/protocol.md.</summary>
internal sealed partial class PrefetchDoor(ISpeechGateway gateway, PrefetchCheck check, IOptions<LimitOptions> limits)
{
    public const string Path = "/v1/tts/prefetch";

    /// <summary>When prefetch was refused there is nothing to hurry for.</summary>
    private const int RetryAfterSeconds = 5;

    public async Task AcceptAsync(HttpContext context)
    {
        var (body, error) = await JsonBody.ReadAsync(context, Json.Default.Body, limits.Value.MaxMessageBytes).ConfigureAwait(false);
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
        await Results.Json(Counts.From(reply), Json.Default.Counts, statusCode: StatusCodes.Status202Accepted)
            .ExecuteAsync(context).ConfigureAwait(false);
    }

    internal sealed record Body(
        [property: JsonPropertyName("texts")] string?[]? Texts,
        [property: JsonPropertyName("voice_id")] string? VoiceId,
        [property: JsonPropertyName("language")] string? Language,
        [property: JsonPropertyName("speaking_rate")] double? SpeakingRate)
    {
        public PrefetchRequest ToRequest() => new()
        {
            Texts = Texts,
            VoiceId = VoiceId,
            Language = Language,
            SpeakingRate = SpeakingRate,
        };
    }

    /// <summary>In sentences.</summary>
    internal sealed record Counts(
        [property: JsonPropertyName("accepted")] int Accepted,
        [property: JsonPropertyName("cached")] int Cached,
        [property: JsonPropertyName("refused")] int Refused)
    {
        public static Counts From(PrefetchReply reply) => new(reply.Accepted, reply.Cached, reply.Refused);
    }

    [JsonSerializable(typeof(Body))]
    [JsonSerializable(typeof(Counts))]
    private sealed partial class Json : JsonSerializerContext;
}

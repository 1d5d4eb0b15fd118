using System.Text.Json.Serialization;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Voices;

namespace Speeko.Frontend.Doors.Http;

/// <summary><c>GET /v1/voices</c>: what the cluster can speak.</summary>
internal static class VoicesDoor
{
    public static void MapVoices(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/voices", async (ISpeechGateway gateway, CancellationToken cancellationToken) =>
            new VoiceList([.. (await gateway.ListVoicesAsync(cancellationToken)).Select(VoiceEntry.From)]));

    internal sealed record VoiceList(VoiceEntry[] Voices);

    internal sealed record VoiceEntry(
        [property: JsonPropertyName("voice_id")] string VoiceId,
        string Name,
        string[] Languages,
        string Gender,
        string Engine)
    {
        public static VoiceEntry From(VoiceDescription voice) =>
            new(voice.VoiceId, voice.Name, voice.Languages, voice.Gender, voice.Engine);
    }
}

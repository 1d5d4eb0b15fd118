using Microsoft.Extensions.Options;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Frontend.Security;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.Http;

/// <summary><c>POST /v1/tts/stream</c>: one text, and its audio as it is made; see docs/protocol.md.</summary>
internal sealed class SpeechDoor(ISpeechGateway gateway, RequestCheck check, AudioResponse response, IOptions<LimitOptions> limits)
{
    public const string Path = "/v1/tts/stream";

    /// <summary>Others may listen in by it.</summary>
    private const string SessionHeader = "X-Session-Id";

    public async Task AcceptAsync(HttpContext context)
    {
        // 1. What is asked for.
        var (body, error) = await JsonBody.ReadAsync(context, HttpJson.Default.SpeechBody, limits.Value.MaxMessageBytes)
            .ConfigureAwait(false);
        var settings = new UtteranceSettings();
        if ((error ?? check.Check(body!.ToRequest(), isPart: false, out settings)) is { } wrong)
        {
            await SpeechProblem.WriteAsync(context, wrong).ConfigureAwait(false);
            return;
        }

        // 2. A session of its own.
        var session = await gateway.OpenAsync(context.User.OwnerId(), context.RequestAborted).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        if (await session.SpeakAsync(settings, body!.Text!).ConfigureAwait(false) is { } refused)
        {
            await SpeechProblem.WriteAsync(context, refused).ConfigureAwait(false);
            return;
        }

        // 3. Its audio.
        context.Response.Headers[SessionHeader] = session.Id.ToString();
        try
        {
            await SpeakAsync(context, session).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; leaving the session tells the cluster.
        }
    }

    /// <summary>
    /// Until there is sound the answer may still be a refusal, so a header that comes before it waits for it.
    /// </summary>
    private async Task SpeakAsync(HttpContext context, ISpeechSession session)
    {
        AudioFormat? format = null;
        ReadOnlyMemory<byte>? header = null;
        await foreach (var frame in session.ReadAsync(context.RequestAborted).ConfigureAwait(false))
        {
            switch (frame.Kind)
            {
                case FrameKind.Started:
                    format = frame.Format;
                    break;
                case FrameKind.Audio when header is null && format is { Container: AudioContainer.Wav }:
                    header = frame.Audio;
                    break;
                case FrameKind.Audio:
                    if (header is { Length: > 0 } first)
                        await response.WriteAsync(context, format!, first).ConfigureAwait(false);
                    header = default(ReadOnlyMemory<byte>);
                    await response.WriteAsync(context, format!, frame.Audio).ConfigureAwait(false);
                    break;
                case FrameKind.Failed when context.Response.HasStarted:
                    // Nothing but the missing end can tell a client of audio that the rest will not come.
                    context.Abort();
                    return;
                case FrameKind.Failed:
                    await SpeechProblem.WriteAsync(context, frame.Error!).ConfigureAwait(false);
                    return;
                case FrameKind.Ended:
                    return;
                default:
                    break;
            }
        }
    }
}

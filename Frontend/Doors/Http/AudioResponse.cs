using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Speeko.Frontend.Requests;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.Http;

/// <summary>Audio as the body of an answer, each part as soon as it is there.</summary>
internal sealed class AudioResponse(IOptions<LimitOptions> limits)
{
    /// <summary>
    /// Whoever plays what it gets takes nothing for seconds, which the server by itself takes for an attack; what counts is that
    /// it takes anything at all.
    /// </summary>
    private const double LeastBytesPerSecond = 1;

    public async Task WriteAsync(HttpContext context, AudioFormat format, ReadOnlyMemory<byte> audio)
    {
        var response = context.Response;
        if (!response.HasStarted)
        {
            response.ContentType = format.Container == AudioContainer.Wav
                ? "audio/wav" : $"audio/pcm; rate={format.SampleRateHz}; channels={format.Channels}";
            response.Headers.CacheControl = "no-store";
            if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
                rate.MinDataRate = new MinDataRate(LeastBytesPerSecond, TimeSpan.FromSeconds(limits.Value.StalledSeconds));
        }

        await response.Body.WriteAsync(audio, context.RequestAborted).ConfigureAwait(false);
        await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}

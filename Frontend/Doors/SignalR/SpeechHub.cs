using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Frontend.Security;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary><c>/hubs/speech</c>, in JSON and MessagePack; see docs/protocol.md.</summary>
public sealed class SpeechHub(
    ISpeechGateway gateway, RequestCheck check, PrefetchCheck prefetchCheck, SessionQuota quota) : Hub
{
    public const string Path = "/hubs/speech";

    /// <summary>Speaks one text; the items are its chunks in order. Ending the stream early ends the speech.</summary>
    public async IAsyncEnumerable<SpeechChunk> Speak(
        SpeakRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (check.Check(request.ToRequest(), isPart: false, out var settings) is { } wrong)
            throw Refusal(wrong);
        using var place = quota.Take(Context) ?? throw Refusal(quota.Exceeded());
        await using var session = await gateway.OpenAsync(OwnerId, cancellationToken).ConfigureAwait(false);
        if (await session.SpeakAsync(settings, request.Text!).ConfigureAwait(false) is { } refused)
            throw Refusal(refused);

        AudioFormat? format = null;
        await foreach (var frame in session.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            format ??= frame.Format;
            if (frame.Error is { } error)
                throw Refusal(error);
            foreach (var chunk in SpeechChunk.From(frame, format!))
                yield return chunk;
            if (frame.Kind == FrameKind.Ended)
                yield break;
        }
    }

    /// <summary>Has texts made ready that somebody will want to hear soon.</summary>
    public async Task<PrefetchCounts> Prefetch(PrefetchTexts request)
    {
        if (prefetchCheck.Check(request.ToRequest(), out var texts, out var settings) is { } wrong)
            throw Refusal(wrong);
        var reply = await gateway.PrefetchAsync(OwnerId, settings, texts, Context.ConnectionAborted).ConfigureAwait(false);
        return reply.Error is null ? PrefetchCounts.From(reply) : throw Refusal(reply.Error);
    }

    private string OwnerId => Context.User?.OwnerId() ?? ApiKeyOwner.Anonymous;

    /// <summary>A hub has one form of failure, a line of text: the code stands first.</summary>
    private static HubException Refusal(SpeechError error) => new($"{error.Code.ToWireName()}: {error.Message}");
}

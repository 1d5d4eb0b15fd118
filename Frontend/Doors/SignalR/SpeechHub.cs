using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Speeko.Frontend.Gateway;
using Speeko.Frontend.Requests;
using Speeko.Frontend.Security;
using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Doors.SignalR;

/// <summary><c>/hubs/speech</c>, in JSON and MessagePack; see docs/protocol.md.</summary>
public sealed class SpeechHub(
    ISpeechGateway gateway, RequestCheck check, PrefetchCheck prefetchCheck, SessionQuota quota, IHostApplicationLifetime lifetime)
    : Hub
{
    public const string Path = "/hubs/speech";

    /// <summary>Speaks one text; the items are its chunks in order. Ending the stream early ends the speech.</summary>
    public async IAsyncEnumerable<SpeechChunk> Speak(
        SpeakRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (check.Check(request.ToRequest(), isPart: false, out var settings) is { } wrong)
            throw Refusal(wrong);
        using var place = TakePlace();
        await using var session = await gateway.OpenAsync(OwnerId, cancellationToken).ConfigureAwait(false);
        if (await session.SpeakAsync(settings, request.Text!).ConfigureAwait(false) is { } refused)
            throw Refusal(refused);
        await foreach (var chunk in HubStream.HearAsync(session, new SemaphoreSlim(1), cancellationToken).ConfigureAwait(false))
        {
            if (chunk.Error is not null)
                throw new HubException(chunk.Error);
            yield return chunk;
            if (chunk.IsFinal)
                yield break;
        }
    }

    /// <summary>Opens a session that this connection leads; it is heard by <see cref="Attach"/>. Returns its id.</summary>
    public async Task<string> Open()
    {
        var place = TakePlace();
        var session = await gateway.OpenAsync(OwnerId, Context.ConnectionAborted).ConfigureAwait(false);
        await AddAsync(new HubSessions.Led(session, place)).ConfigureAwait(false);
        return session.Id.ToString();
    }

    /// <summary>
    /// Hears a session from a chunk on, over all its utterances. One that another connection has led is taken over.
    /// </summary>
    public async IAsyncEnumerable<SpeechChunk> Attach(
        string sessionId, long sequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = IdOf(sessionId);
        if (Sessions.Find(id) is not { } led || sequence > 0 || !led.TryHear())
            led = await TakeOverAsync(id, sequence).ConfigureAwait(false);
        await foreach (var chunk in HubStream.HearAsync(led.Session, led.Writing, cancellationToken).ConfigureAwait(false))
            yield return chunk;

        // It has ended, or others lead it now.
        await Sessions.EndAsync(led).ConfigureAwait(false);
    }

    /// <summary>Listens in on a session that another connection leads, from a chunk on, or from what is being heard now.</summary>
    public async IAsyncEnumerable<SpeechChunk> Listen(
        string sessionId, long? sequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = TakePlace();
        var (listener, error) = await gateway.ListenAsync(OwnerId, IdOf(sessionId), sequence, cancellationToken).ConfigureAwait(false);
        await using var _ = (listener ?? throw Refusal(error!)).ConfigureAwait(false);
        await foreach (var chunk in HubStream.HearAsync(listener, new SemaphoreSlim(1), cancellationToken).ConfigureAwait(false))
            yield return chunk;
    }

    /// <summary>More text of the open utterance; the first part opens it and says how it is to sound.</summary>
    public async Task Append(string sessionId, SpeakRequest request)
    {
        var session = Led(sessionId).Session;
        if (check.Check(request.ToRequest(), isPart: true, out var settings) is { } wrong)
            throw Refusal(wrong);
        if (await session.AppendAsync(settings, request.Text!).ConfigureAwait(false) is { } refused)
            throw Refusal(refused);
    }

    /// <summary>The open utterance is complete.</summary>
    public async Task Flush(string sessionId)
    {
        if (await Led(sessionId).Session.FlushAsync().ConfigureAwait(false) is { } refused)
            throw Refusal(refused);
    }

    /// <summary>Be silent at once, and forget what is queued.</summary>
    public async Task<CancelledText> Cancel(string sessionId) =>
        CancelledText.From(await Led(sessionId).CancelAsync(Context.ConnectionAborted).ConfigureAwait(false));

    /// <summary>The listener has played everything before this chunk.</summary>
    public void Ack(string sessionId, long sequence) => Led(sessionId).Session.Played(Math.Max(0, sequence));

    /// <summary>Ends a session.</summary>
    public Task Close(string sessionId) => Sessions.EndAsync(IdOf(sessionId));

    /// <summary>Has texts made ready that somebody will want to hear soon.</summary>
    public async Task<PrefetchCounts> Prefetch(PrefetchTexts request)
    {
        if (prefetchCheck.Check(request.ToRequest(), out var texts, out var settings) is { } wrong)
            throw Refusal(wrong);
        var reply = await gateway.PrefetchAsync(OwnerId, settings, texts, Context.ConnectionAborted).ConfigureAwait(false);
        return reply.Error is null ? PrefetchCounts.From(reply) : throw Refusal(reply.Error);
    }

    /// <summary>Who has not said good-bye may come back, and its sessions wait for it.</summary>
    public override Task OnDisconnectedAsync(Exception? exception) =>
        Sessions.EndAllAsync(mayComeBack: exception is not null || lifetime.ApplicationStopping.IsCancellationRequested);

    private HubSessions Sessions => HubSessions.Of(Context);

    private string OwnerId => Context.User?.OwnerId() ?? ApiKeyOwner.Anonymous;

    private IDisposable TakePlace() => quota.Take(Context) ?? throw Refusal(quota.Exceeded());

    private HubSessions.Led Led(string sessionId) => Sessions.Find(IdOf(sessionId)) ?? throw Refusal(new SpeechError(
        SpeechErrorCode.UnknownSession, "This connection does not lead that session; Attach takes it over.", "sessionId"));

    private async Task<HubSessions.Led> TakeOverAsync(Guid id, long sequence)
    {
        var place = TakePlace();
        var (session, error) = await gateway.ResumeAsync(OwnerId, id, Math.Max(0, sequence), Context.ConnectionAborted)
            .ConfigureAwait(false);
        if (session is null)
        {
            place.Dispose();
            throw Refusal(error!);
        }

        var led = new HubSessions.Led(session, place);
        led.TryHear();
        await AddAsync(led).ConfigureAwait(false);
        return led;
    }

    /// <summary>A connection that was lost meanwhile has been cleared up already.</summary>
    private async Task AddAsync(HubSessions.Led led)
    {
        await Sessions.AddAsync(led).ConfigureAwait(false);
        if (Context.ConnectionAborted.IsCancellationRequested)
            await Sessions.EndAllAsync(mayComeBack: true).ConfigureAwait(false);
    }

    private static Guid IdOf(string sessionId) => Guid.TryParse(sessionId, out var id)
        ? id
        : throw Refusal(new SpeechError(SpeechErrorCode.BadField, "sessionId must be what Open returned.", "sessionId"));

    /// <summary>A hub has one form of failure, a line of text: the code stands first.</summary>
    private static HubException Refusal(SpeechError error) => new(HubStream.LineOf(error));
}

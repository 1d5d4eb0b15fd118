using System.Text.Json;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>
/// A listener to a long story, played in real time, who interrupts it. The server is seconds ahead of the ear by then: in its
/// buffers, in the system's, and in the session.
/// </summary>
internal sealed class InterruptingListener(LocalCluster cluster, int number) : IAsyncDisposable
{
    /// <summary>A second and a half: what the system holds for a client that plays is not much.</summary>
    private const int SystemBufferBytes = 64 * 1024;

    private static readonly TimeSpan Buffer = TimeSpan.FromSeconds(1);

    /// <summary>So that nobody has been told the same before.</summary>
    private readonly int _story = Random.Shared.Next();

    private readonly string _answer = $"Yes, listener {number}, what else can I do for you?";
    private RawSocket? _socket;
    private long _cancelledAt;

    /// <summary>What is wrong, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>From the cancel to its answer.</summary>
    public TimeSpan ToSilence { get; private set; }

    /// <summary>From the next request to the first sound of it.</summary>
    public TimeSpan ToNextSound { get; private set; }

    /// <summary>From the cancel to the first sound of what was asked for instead, at once.</summary>
    public TimeSpan ToChange { get; private set; }

    private RawSocket Socket => _socket!;

    private Uri Frontend => cluster.Urls[number % cluster.Urls.Count];

    /// <summary>Asks for a story, and listens until <paramref name="until"/>; never less than a second and a half.</summary>
    public async Task ListenAsync(Task until)
    {
        _socket ??= await RawSocket.ConnectAsync(Frontend, cluster.ApiKey, SystemBufferBytes, []);
        await AskForStoryAsync();
        var playback = new Playback(Buffer);
        while (!until.IsCompleted || playback.Played < 1.5 * Buffer)
        {
            var ((chunk, json), _) = await playback.WaitAsync(Socket.ReceiveAsync);
            if (chunk is not null)
                await playback.TakeAsync(chunk.Length);
            else if (json.TryGetProperty("retry_after", out var retryAfter))
                await AskForStoryAsync(TimeSpan.FromSeconds(retryAfter.GetDouble()));
            else if (TypeOf(json) is not ("mark" or "stream_metadata"))
                throw new InvalidOperationException($"{json} in the middle of a story");
        }
    }

    /// <summary>What is on its way is heard, and dropped, until the answer comes.</summary>
    public async Task CancelAsync()
    {
        _cancelledAt = TimeProvider.System.GetTimestamp();
        await Socket.SendAsync(new { type = "cancel" });
        while (true)
        {
            var (chunk, json) = await Socket.ReceiveAsync();
            if (chunk is not null || TypeOf(json) is "mark" or "stream_metadata")
                continue;
            ToSilence = TimeProvider.System.GetElapsedTime(_cancelledAt);
            Fault = TypeOf(json) == "cancelled" ? null : $"{json} instead of an answer";
            return;
        }
    }

    /// <summary>Nothing may come for as long. Then, or at once, it asks for something else, and hears it, all of it, and nothing but it.</summary>
    public async Task AskAnewAsync(TimeSpan silence)
    {
        var next = Socket.ReceiveAsync();
        if (silence > TimeSpan.Zero && await Task.WhenAny(next, Task.Delay(silence, TimeProvider.System)) == next)
        {
            Fault ??= $"{Describe(await next)} behind the answer";
            return;
        }

        var askedAt = TimeProvider.System.GetTimestamp();
        await Socket.SendAsync(new { text = _answer, marks = true });
        var first = await next;
        if (first.Json.ValueKind == JsonValueKind.Object && first.Json.TryGetProperty("retry_after", out var retryAfter))
        {
            await AskAnewAsync(TimeSpan.FromSeconds(retryAfter.GetDouble()));
            return;
        }

        if (first.Json.ValueKind == JsonValueKind.Undefined || TypeOf(first.Json) != "stream_metadata")
        {
            Fault ??= $"{Describe(first)} before the next utterance";
            return;
        }

        long? firstSoundAt = null;
        var heard = await Socket.HearAsync(_ =>
        {
            firstSoundAt ??= TimeProvider.System.GetTimestamp();
            return Task.CompletedTask;
        });
        ToNextSound = TimeProvider.System.GetElapsedTime(askedAt, firstSoundAt ?? askedAt);
        ToChange = TimeProvider.System.GetElapsedTime(_cancelledAt, firstSoundAt ?? askedAt);
        var utterance = HeardUtterance.Of(heard with { Texts = [first.Json, .. heard.Texts] });
        Fault ??= utterance.Fault ?? utterance.DifferenceFrom(await HearUndisturbedAsync(), timesToo: false);
    }

    public ValueTask DisposeAsync() => _socket?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>So many begin at once that some may be asked to wait.</summary>
    private async Task AskForStoryAsync(TimeSpan delay = default)
    {
        await Task.Delay(delay, TimeProvider.System);
        var story = Enumerable.Range(1, 60).Select(i => $"Listener {number} is told part {i} of story {_story}, which has no end.");
        await Socket.SendAsync(new { text = string.Join(' ', story), marks = true });
    }

    private async Task<HeardUtterance> HearUndisturbedAsync()
    {
        await using var quiet = await RawSocket.ConnectAsync(Frontend, cluster.ApiKey);
        await quiet.SendAsync(new { text = _answer, marks = true });
        return HeardUtterance.Of(await quiet.HearAsync());
    }

    private static string? TypeOf(JsonElement json) => json.TryGetProperty("type", out var type) ? type.GetString() : "error";

    private static string Describe((byte[]? Chunk, JsonElement Json) message) =>
        message.Chunk is { } chunk ? $"a chunk of {chunk.Length} bytes" : $"{message.Json}";
}

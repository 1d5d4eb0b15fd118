using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Speeko.Tests.EndToEnd.Conversation;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Failover;

/// <summary>
/// A listener that plays what it hears in real time and takes no more than it can hold, as a telephone or a browser does. It
/// knows which sentences it has to hear, and keeps account of how long it had to wait for the next chunk. When its connection
/// is lost, it goes on at the next frontend.
/// </summary>
/// <param name="frontends">The first is where it begins.</param>
/// <param name="key">Of the cluster.</param>
/// <param name="sentence">What it wants to hear first, second and so on.</param>
/// <param name="atFirst">How many sentences it asks for at once.</param>
/// <param name="enough">Until then it asks for more, before it has heard them all.</param>
/// <param name="head">What it waits for before it begins to play.</param>
internal sealed class PlayingListener(
    IReadOnlyList<Uri> frontends, string key, Func<int, string> sentence, int atFirst, Task enough, TimeSpan head = default)
{
    /// <summary>It asks for so many more when no more than that are left.</summary>
    private const int More = 6;

    /// <summary>A frontend that was lost may be gone for as long.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private const double BytesPerMs = 22050 * 2 / 1000.0;

    /// <summary>A second and a half: what the system holds for it hides nothing.</summary>
    private const int SystemBufferBytes = 64 * 1024;

    private static readonly TimeSpan Buffer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    /// <summary>It takes the next chunk when it has room for it.</summary>
    private const double Nearly = 0.9;

    private readonly Playback _playback = new(Buffer, head);
    private readonly StringBuilder _text = new();
    private readonly List<long> _sentences = [];
    private readonly List<long> _marks = [];
    private readonly List<JsonElement> _ends = [];
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isWatched;
    private bool _isOpen;
    private Guid _session;
    private string? _misled;
    private int _underrunsBefore;
    private long _bytes;
    private int _chunks;

    /// <summary>It hears something, or never will.</summary>
    public Task HasBegun => _begun.Task;

    /// <summary>It has five seconds in hand, and so has every buffer on the way to it.</summary>
    public bool HasPlenty => _playback.Played > Settled && _playback.InHand > Nearly * Buffer;

    /// <summary>The longest that it wanted a chunk and got none, since <see cref="Watch"/>.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>How often it had nothing left to play, since <see cref="Watch"/>.</summary>
    public int Underruns => _playback.Underruns - _underrunsBefore;

    /// <summary>The least that it had left to play, since <see cref="Watch"/>.</summary>
    public TimeSpan LeastInHand => _playback.LeastInHand;

    /// <summary>From now on account is kept.</summary>
    public void Watch()
    {
        _playback.LeastInHand = TimeSpan.MaxValue;
        _underrunsBefore = _playback.Underruns;
        _isWatched = true;
    }

    /// <summary>How often it went on at another frontend.</summary>
    public int Resumptions { get; private set; }

    /// <summary>How often it was told where to go on, before its connection was closed.</summary>
    public int Farewells { get; private set; }

    /// <summary>Listens to the end. Returns what is wrong with what was heard, or null.</summary>
    public async Task<string?> ListenAsync()
    {
        var socket = await ConnectAsync(frontends[0]);
        try
        {
            _isOpen = !enough.IsCompleted;
            await AskAsync(socket, atFirst);
            var silence = TimeSpan.Zero;
            while (_ends.Count == 0)
            {
                var ((chunk, json), waited) = await _playback.WaitAsync(async () =>
                {
                    try
                    {
                        return await socket.ReceiveAsync();
                    }
                    catch (Exception exception) when (exception is WebSocketException or InvalidOperationException)
                    {
                        await socket.DisposeAsync();
                        socket = await ResumeAsync();
                        return await socket.ReceiveAsync();
                    }
                });
                silence += waited;
                if (chunk is null)
                {
                    await NoteAsync(socket, json);
                    continue;
                }

                await PlayAsync(chunk.Length, silence);
                silence = TimeSpan.Zero;
            }
        }
        finally
        {
            _begun.TrySetResult();
            await socket.DisposeAsync();
        }

        return Judge(_ends[0]);
    }

    private async Task AskAsync(RawSocket socket, int count)
    {
        var from = _text.Length;
        for (; count > 0; count--)
        {
            _sentences.Add(_text.Length);
            _text.Append(sentence(_sentences.Count)).Append(' ');
        }

        await TellAsync(socket, new { type = _isOpen ? "append" : "speak", text = _text.ToString(from, _text.Length - from), marks = true });
    }

    private async Task AskOnAsync(RawSocket socket)
    {
        if (enough.IsCompleted)
        {
            _isOpen = false;
            await TellAsync(socket, new { type = "flush" });
        }
        else if (_sentences.Count - _marks.Count <= More)
        {
            await AskAsync(socket, More);
        }
    }

    /// <summary>What was on its way to a frontend that was lost may not have come through.</summary>
    private async Task AskAgainAsync(RawSocket socket, JsonElement resumed)
    {
        if (!resumed.TryGetProperty("open_chars", out var chars))
            return;
        var from = chars.GetInt32();
        if (from < _text.Length)
            await TellAsync(socket, new { type = "append", text = _text.ToString(from, _text.Length - from), marks = true });
        if (!_isOpen)
            await TellAsync(socket, new { type = "flush" });
    }

    private static async Task TellAsync(RawSocket socket, object message)
    {
        try
        {
            await socket.SendAsync(message);
        }
        catch (WebSocketException)
        {
            // It is lost, which the next read finds out; what did not come through is asked for again when it is resumed.
        }
    }

    private Task<RawSocket> ConnectAsync(Uri frontend) => RawSocket.ConnectAsync(frontend, key, SystemBufferBytes, []);

    private async Task<RawSocket> ResumeAsync()
    {
        var lostAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var socket = await ConnectAsync(frontends[++Resumptions % frontends.Count]);
                await socket.SendAsync(new { type = "resume", session_id = _session, sequence = _chunks, marks = true });
                return socket;
            }
            catch (WebSocketException) when (TimeProvider.System.GetElapsedTime(lostAt) < LongestAbsence)
            {
                await Task.Delay(RetryPause, TimeProvider.System);
            }
        }
    }

    private Task PlayAsync(int bytes, TimeSpan waited)
    {
        _begun.TrySetResult();
        if (_isWatched && _chunks > 0 && waited > LongestWait)
            LongestWait = waited;
        _chunks++;
        _bytes += bytes;
        return _playback.TakeAsync(bytes);
    }

    private double PlayedMs => _bytes / BytesPerMs;

    private async Task NoteAsync(RawSocket socket, JsonElement message)
    {
        if (message.TryGetProperty("error", out _))
        {
            _ends.Add(message);
            return;
        }

        switch (message.GetProperty("type").GetString())
        {
            case "synthesis_complete":
                _ends.Add(message);
                break;
            case "stream_metadata":
                _session = message.GetProperty("session_id").GetGuid();
                break;
            case "restarting":
                Farewells++;
                if (message.GetProperty("next_sequence").GetInt64() != _chunks)
                    _misled = $"told to go on at {message}, has had {_chunks}";
                break;

            // One that was told just before the connection was lost is told again with its sound.
            case "mark" when message.GetProperty("kind").GetString() == "sentence" && !_marks.Contains(OffsetOf(message)):
                _marks.Add(OffsetOf(message));
                if (_isOpen)
                    await AskOnAsync(socket);
                break;
            case "resumed":
                await AskAgainAsync(socket, message);
                break;
            default:
                break;
        }
    }

    private static long OffsetOf(JsonElement mark) => mark.GetProperty("text_offset").GetInt64();

    private string? Judge(JsonElement end)
    {
        if (end.TryGetProperty("error", out _))
            return $"after {Resumptions} resumptions and {Farewells} farewells, at chunk {_chunks}: {end}";
        if (_misled is not null)
            return _misled;
        if (end.GetProperty("next_sequence").GetInt64() != _chunks)
            return $"{_chunks} chunks of {end.GetProperty("next_sequence")}";
        if (Math.Abs(end.GetProperty("duration_ms").GetInt64() - PlayedMs) > 1)
            return $"{PlayedMs} ms of {end.GetProperty("duration_ms")}";
        return _marks.SequenceEqual(_sentences) ? null : $"sentences begin at {string.Join(',', _marks)}";
    }
}

using System.Text.Json;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Failover;

/// <summary>
/// A listener that plays what it hears in real time and takes no more than it can hold, as a telephone or a browser does. It
/// knows which sentences it has to hear, and keeps account of how long it had to wait for the next chunk.
/// </summary>
internal sealed class PlayingListener(Uri frontend, string key, string[] sentences)
{
    private const double BytesPerMs = 22050 * 2 / 1000.0;
    /// <summary>A second and a half: what the system holds for it hides nothing.</summary>
    private const int SystemBufferBytes = 64 * 1024;

    private static readonly TimeSpan Buffer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly List<JsonElement> _marks = [];
    private readonly List<JsonElement> _ends = [];
    private volatile bool _isWatched;
    private long _refusedAt;
    private long _startedAt;
    private long _bytes;
    private int _chunks;

    /// <summary>It has five seconds in hand, and so has every buffer on the way to it.</summary>
    public bool HasPlenty => _refusedAt > _startedAt && TimeProvider.System.GetElapsedTime(_startedAt) > Settled;

    /// <summary>The longest that it wanted a chunk and got none, since <see cref="Watch"/>.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>How often it had nothing left to play, since <see cref="Watch"/>.</summary>
    public int Underruns { get; private set; }

    /// <summary>From now on account is kept.</summary>
    public void Watch() => _isWatched = true;

    /// <summary>Listens to the end. Returns what is wrong with what was heard, or null.</summary>
    public async Task<string?> ListenAsync()
    {
        await using var socket = await RawSocket.ConnectAsync(frontend, key, SystemBufferBytes, []);
        await socket.SendAsync(new { text = string.Join(' ', sentences), marks = true });
        while (_ends.Count == 0)
        {
            var wantedAt = TimeProvider.System.GetTimestamp();
            var (chunk, json) = await socket.ReceiveAsync();
            if (chunk is null)
                Note(json);
            else
                await PlayAsync(chunk.Length, TimeProvider.System.GetElapsedTime(wantedAt));
        }

        return Judge(_ends[0]);
    }

    private async Task PlayAsync(int bytes, TimeSpan waited)
    {
        if (_chunks++ == 0)
        {
            _startedAt = TimeProvider.System.GetTimestamp();
        }
        else if (_isWatched)
        {
            LongestWait = waited > LongestWait ? waited : LongestWait;
            Underruns += AheadMs() < 0 ? 1 : 0;
        }

        _bytes += bytes;
        if (AheadMs() - Buffer.TotalMilliseconds is > 0 and var full)
        {
            _refusedAt = TimeProvider.System.GetTimestamp();
            await Task.Delay(TimeSpan.FromMilliseconds(full), TimeProvider.System);
        }
    }

    private double PlayedMs => _bytes / BytesPerMs;

    private double AheadMs() => PlayedMs - TimeProvider.System.GetElapsedTime(_startedAt).TotalMilliseconds;

    private void Note(JsonElement message)
    {
        if (message.TryGetProperty("error", out _) || message.GetProperty("type").GetString() == "synthesis_complete")
            _ends.Add(message);
        else if (message.GetProperty("type").GetString() == "mark" && message.GetProperty("kind").GetString() == "sentence")
            _marks.Add(message);
    }

    private string? Judge(JsonElement end)
    {
        if (end.TryGetProperty("error", out _))
            return end.ToString();
        if (end.GetProperty("next_sequence").GetInt64() != _chunks)
            return $"{_chunks} chunks of {end.GetProperty("next_sequence")}";
        if (Math.Abs(end.GetProperty("duration_ms").GetInt64() - PlayedMs) > 1)
            return $"{PlayedMs} ms of {end.GetProperty("duration_ms")}";
        var (offset, expected) = (0, new List<long>());
        foreach (var sentence in sentences)
        {
            expected.Add(offset);
            offset += sentence.Length + 1;
        }

        var told = _marks.Select(mark => mark.GetProperty("text_offset").GetInt64()).ToList();
        return told.SequenceEqual(expected) ? null : $"sentences begin at {string.Join(',', told)}";
    }
}

using System.Text.Json;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>
/// Knows what must come over one session, message by message, and throws when something else comes:
/// <code>
///            ask            stream_metadata           synthesis_complete, when each sentence was heard once
/// silent ──────────► asked ────────────────► speaking ────────────────► silent
///                      │        cancel          │          cancelled
///                      └───────────────────────►┴─► cancelling ───────► silent
/// </code>
/// It knows no time, and belongs to a session rather than to a connection: who resumes on another connection goes on with it.
/// </summary>
internal sealed class Oracle
{
    private const int LongestChunk = 4096;
    private const int BytesPerSecond = 22050 * 2;

    private Phase _phase = Phase.Silent;
    private Story _story = new([]);
    private int _sentences;
    private long _bytes;
    private bool _isSequenceCertain = true;
    private long _firstSequence;
    private int _utterance = -1;
    private int _complete = -1;
    private int? _resumedIn;
    private bool _isSentAway;

    private enum Phase
    {
        Silent,
        Asked,
        Speaking,
        Cancelling,
    }

    /// <summary>As the server calls it; null before the first utterance.</summary>
    public string? SessionId { get; private set; }

    /// <summary>Number of the next chunk: all before it have been heard.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Chunks of this utterance so far.</summary>
    public long Chunks => NextSequence - _firstSequence;

    /// <summary>It is in the middle of something that another connection can go on with.</summary>
    public bool IsResumable => _phase == Phase.Speaking;

    private bool HasResumed => _resumedIn is not null;

    /// <summary>The session goes on over another connection, of who leads it or who listens in.</summary>
    public void Resume(JsonElement resumed)
    {
        Require(
            _phase == Phase.Speaking && resumed.GetProperty("type").GetString() is "resumed" or "listening"
                && resumed.GetProperty("sequence").GetInt64() == NextSequence,
            $"{resumed}");
        (_resumedIn, _isSentAway) = (_utterance, false);
    }

    public void Ask(Story story)
    {
        Require(_phase == Phase.Silent, "the test asks while something is due");
        (_phase, _story, _sentences, _bytes, _firstSequence) = (Phase.Asked, story, 0, 0, NextSequence);
    }

    public void Cancel()
    {
        Require(_phase is Phase.Asked or Phase.Speaking, "the test cancels what is not due");
        _phase = Phase.Cancelling;
    }

    /// <summary>Takes in a message.</summary>
    /// <param name="chunk">What it is, or null.</param>
    /// <param name="json">What else it is.</param>
    public Heard Take(byte[]? chunk, JsonElement json)
    {
        Require(!_isSentAway, $"{(chunk is null ? json : "a chunk")} behind the farewell");
        if (chunk is not null)
            return TakeChunk(chunk);
        if (json.TryGetProperty("error", out _))
            return TakeError(json);
        return json.GetProperty("type").GetString() switch
        {
            "stream_metadata" => Begin(json),
            "mark" => TakeMark(json),
            "synthesis_complete" => End(json),
            "cancelled" => Silence(json),
            "restarting" => SendAway(json),
            _ => throw Wrong($"{json}"),
        };
    }

    private Heard Begin(JsonElement metadata)
    {
        if (HasResumed && IsKnown(metadata))
            return BeginAgain(metadata);
        Require(_phase is Phase.Asked or Phase.Cancelling, $"{metadata}");
        var sequence = metadata.GetProperty("sequence").GetInt64();

        // What a cancel has stopped on its way has had its numbers.
        Require(_isSequenceCertain ? sequence == NextSequence : sequence >= NextSequence, $"{metadata} after {NextSequence} chunks");
        SessionId = metadata.GetProperty("session_id").GetString();
        (NextSequence, _firstSequence, _utterance) = (sequence, sequence, UtteranceOf(metadata));
        _phase = _phase == Phase.Asked ? Phase.Speaking : _phase;
        return Heard.News;
    }

    /// <summary>Who resumes at the seam of two utterances is told again what it may have been told: the end of one, the start of the next.</summary>
    private bool IsKnown(JsonElement message) =>
        UtteranceOf(message) == _complete || (_phase == Phase.Speaking && UtteranceOf(message) == _utterance);

    private static int UtteranceOf(JsonElement message) => message.GetProperty("utterance").GetInt32();

    private Heard BeginAgain(JsonElement metadata)
    {
        Require(metadata.GetProperty("sequence").GetInt64() == NextSequence, $"{metadata} after {NextSequence} chunks");
        return Heard.News;
    }

    private Heard TakeChunk(byte[] chunk)
    {
        Require(_phase is Phase.Speaking or Phase.Cancelling, $"a chunk of {chunk.Length} bytes");
        Require(chunk.Length is > 0 and <= LongestChunk && chunk.Length % 2 == 0, $"a chunk of {chunk.Length} bytes");
        NextSequence++;
        _bytes += chunk.Length;
        return Heard.Chunk;
    }

    private Heard TakeMark(JsonElement mark)
    {
        Require(_phase is Phase.Speaking or Phase.Cancelling, $"{mark}");
        if (mark.GetProperty("kind").GetString() != "sentence")
            return Heard.News;
        var offset = mark.GetProperty("text_offset").GetInt64();

        // Told just before the connection was lost, it is told again with its sound.
        if (HasResumed && _sentences > 0 && offset == _story.Offsets[_sentences - 1])
            return Heard.News;
        Require(_sentences < _story.Offsets.Length && offset == _story.Offsets[_sentences], $"{mark} as sentence {_sentences + 1}");
        _sentences++;
        return Heard.News;
    }

    private Heard End(JsonElement end)
    {
        if (HasResumed && UtteranceOf(end) == _complete)
            return Heard.News;
        Require(_phase is Phase.Speaking or Phase.Cancelling, $"{end}");
        Require(_sentences == _story.Offsets.Length, $"{end} after {_sentences} of {_story.Offsets.Length} sentences");
        Require(end.GetProperty("next_sequence").GetInt64() == NextSequence, $"{end} after {NextSequence} chunks");
        var durationMs = _bytes * 1000 / BytesPerSecond;
        Require(Math.Abs(end.GetProperty("duration_ms").GetInt64() - durationMs) <= 1, $"{end} after {durationMs} ms");
        if (_phase == Phase.Cancelling)
            return Heard.News;
        (_phase, _isSequenceCertain, _complete) = (Phase.Silent, true, UtteranceOf(end));
        return Heard.Complete;
    }

    /// <summary>Its frontend stops, and says where to go on: where it has come to.</summary>
    private Heard SendAway(JsonElement restarting)
    {
        var sequence = restarting.GetProperty("next_sequence").GetInt64();
        Require(_isSequenceCertain ? sequence == NextSequence : sequence >= NextSequence, $"{restarting} after {NextSequence} chunks");
        Require(SessionId is null || restarting.GetProperty("session_id").GetString() == SessionId, $"{restarting}");
        _isSentAway = true;
        return Heard.News;
    }

    private Heard Silence(JsonElement cancelled)
    {
        Require(_phase == Phase.Cancelling, $"{cancelled}");
        Require(
            _story.Text.StartsWith(cancelled.GetProperty("text_spoken").GetString()!, StringComparison.Ordinal)
                && _story.Text.EndsWith(cancelled.GetProperty("text_remaining").GetString()!, StringComparison.Ordinal),
            $"{cancelled} of what is another text");
        (_phase, _isSequenceCertain) = (Phase.Silent, false);
        return Heard.Cancelled;
    }

    private Heard TakeError(JsonElement error)
    {
        var code = error.GetProperty("code").GetString();
        if (code == "session_lost" && _phase == Phase.Speaking && _resumedIn == _utterance)
        {
            _phase = Phase.Silent;
            return Heard.Lost;
        }

        Require(code == "overloaded" && _bytes == 0 && _phase != Phase.Silent, $"{error}");
        if (_phase == Phase.Cancelling)
            return Heard.News;
        _phase = Phase.Silent;
        return Heard.Refused;
    }

    private void Require(bool isRight, string otherwise)
    {
        if (!isRight)
            throw Wrong(otherwise);
    }

    private OracleException Wrong(string what) => new(
        $"{what}; {_phase}, session {SessionId}, {_sentences} of {_story.Sentences.Length} sentences, {NextSequence} chunks");
}

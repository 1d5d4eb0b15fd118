using System.Security.Cryptography;
using System.Text.Json;
using Speeko.Tests.EndToEnd.Doors;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>What a listener has heard of one utterance, in a form that can be compared with what another one has heard.</summary>
/// <param name="Digest">Of its samples.</param>
/// <param name="Bytes">Of its samples.</param>
/// <param name="Marks">Words and sentences: kind, text_offset, text_length, and milliseconds from the first sample of its session.</param>
/// <param name="Fault">What can't be right, whatever the others have heard; null if there is no such thing.</param>
internal sealed record HeardUtterance(string Digest, long Bytes, IReadOnlyList<string> Marks, string? Fault)
{
    private const int BytesPerSecond = 22050 * 2;

    /// <summary>Where its sentences start, and how long they are where that is told.</summary>
    public IEnumerable<string> Sentences => Marks
        .Where(mark => mark.StartsWith("sentence", StringComparison.Ordinal))
        .Select(mark => mark.Split(' ')[1]);

    public static HeardUtterance Of(RawSocket.Answer answer) => new(
        Convert.ToHexString(SHA256.HashData(answer.Audio)),
        answer.Audio.Length,
        [.. answer.Texts.Where(IsMark).Select(Describe)],
        FaultOf(answer));

    /// <summary>How this differs from what another one heard who should have heard the same, or null.</summary>
    /// <param name="other">What the other one heard.</param>
    /// <param name="timesToo">Both began when their sessions did, from which marks count their time.</param>
    public string? DifferenceFrom(HeardUtterance other, bool timesToo = true)
    {
        if (!Sentences.SequenceEqual(other.Sentences))
            return $"sentences at {string.Join(" ", Sentences)} instead of {string.Join(" ", other.Sentences)}";
        if (Digest != other.Digest)
            return $"other samples, {Bytes} bytes and {other.Bytes}";
        return !timesToo || Marks.SequenceEqual(other.Marks)
            ? null : $"marks {string.Join(", ", Marks.Except(other.Marks))} instead of {string.Join(", ", other.Marks.Except(Marks))}";
    }

    private static bool IsMark(JsonElement text) => text.TryGetProperty("type", out var type) && type.GetString() == "mark";

    private static string Describe(JsonElement mark) =>
        $"{mark.GetProperty("kind")} {mark.GetProperty("text_offset")}+{mark.GetProperty("text_length")} at {mark.GetProperty("time_ms")}";

    private static string? FaultOf(RawSocket.Answer answer)
    {
        if (!answer.IsComplete)
            return $"{answer.Last}";
        var chunks = answer.Last.GetProperty("next_sequence").GetInt64() - answer.Texts[0].GetProperty("sequence").GetInt64();
        if (chunks != answer.Chunks.Count)
            return $"{answer.Chunks.Count} chunks of {chunks}";
        var durationMs = answer.Audio.Length * 1000L / BytesPerSecond;
        return durationMs == answer.DurationMs ? null : $"{durationMs} ms of {answer.DurationMs}";
    }
}

using System.Text.Json;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>A judge who lets everything pass proves nothing: each thing that must not be is noticed.</summary>
public sealed class OracleTests
{
    private const int ChunkBytes = 4096;

    private readonly Oracle _oracle = new();
    private readonly Story _story = new(["One.", "And two."]);

    [Fact]
    public void An_utterance_as_it_should_be_passes_and_so_does_the_next()
    {
        _oracle.Ask(_story);
        Assert.Equal(Heard.Complete, Hear(Begin(0), Mark(0), Chunk, Mark(5), Chunk, End(2, 185)));
        _oracle.Ask(_story);
        Assert.Equal(Heard.Complete, Hear(Begin(2), Chunk, Mark(0), Mark(5), End(3, 92)));
    }

    [Fact]
    public void What_was_cancelled_may_be_heard_until_the_answer_and_takes_its_numbers_along()
    {
        _oracle.Ask(_story);
        Hear(Begin(0), Mark(0), Chunk);
        _oracle.Cancel();
        Assert.Equal(Heard.Cancelled, Hear(Chunk, Cancelled("One.", "And two.")));
        _oracle.Ask(_story);
        Assert.Equal(Heard.Complete, Hear(Begin(7), Mark(0), Chunk, Mark(5), End(8, 92)));
    }

    [Fact]
    public void Overload_before_the_first_sound_is_no_fault()
    {
        _oracle.Ask(_story);
        Assert.Equal(Heard.Refused, Hear(Error("overloaded")));
    }

    public static TheoryData<string, object[]> Faults => new()
    {
        { "a sentence is missing", [Begin(0), Mark(0), Chunk, End(1, 92)] },
        { "a sentence comes twice", [Begin(0), Mark(0), Chunk, Mark(0)] },
        { "a sentence comes too early", [Begin(0), Mark(5)] },
        { "a sentence is none of the text's", [Begin(0), Mark(0), Mark(3)] },
        { "a chunk is missing", [Begin(0), Mark(0), Chunk, Mark(5), End(2, 92)] },
        { "a chunk comes twice", [Begin(0), Mark(0), Chunk, Chunk, Mark(5), End(1, 92)] },
        { "it is longer than its sound", [Begin(0), Mark(0), Chunk, Mark(5), End(1, 185)] },
        { "it begins twice", [Begin(0), Begin(0)] },
        { "it begins at another number", [Begin(4)] },
        { "sound comes before it begins", [Chunk] },
        { "a chunk is too large", [Begin(0), new byte[ChunkBytes + 2]] },
        { "a chunk ends in the middle of a sample", [Begin(0), new byte[3]] },
        { "it is refused when it has begun to sound", [Begin(0), Mark(0), Chunk, Error("overloaded")] },
        { "its session is lost", [Begin(0), Mark(0), Chunk, Error("session_lost")] },
        { "a cancel is answered that nobody sent", [Begin(0), Cancelled("", "One. And two.")] },
        { "something comes behind the end", [Begin(0), Mark(0), Chunk, Mark(5), End(1, 92), Chunk] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_noticed_when(string what, object[] messages)
    {
        Assert.NotEmpty(what);
        _oracle.Ask(_story);
        Hear(messages[..^1]);

        Assert.Throws<OracleException>(() => Hear(messages[^1]));
    }

    [Theory]
    [InlineData("chunk")]
    [InlineData("mark")]
    public void Behind_the_answer_to_a_cancel_nothing_may_come(string what)
    {
        _oracle.Ask(_story);
        Hear(Begin(0), Mark(0), Chunk);
        _oracle.Cancel();
        Hear(Cancelled("One.", "And two."));

        Assert.Throws<OracleException>(() => Hear(what == "chunk" ? Chunk : Mark(5)));
    }

    [Fact]
    public void The_answer_to_a_cancel_speaks_of_the_same_text()
    {
        _oracle.Ask(_story);
        Hear(Begin(0));
        _oracle.Cancel();

        Assert.Throws<OracleException>(() => Hear(Cancelled("Three.", "")));
    }

    [Fact]
    public void At_the_seam_of_two_utterances_who_resumes_is_told_again_and_only_then()
    {
        var complete = End(2, ChunkBytes * 2 * 1000 / 44100);
        _oracle.Ask(_story);
        Assert.Equal(Heard.Complete, Hear(Begin(0), Mark(0), Chunk, Mark(_story.Offsets[1]), Chunk, complete));
        _oracle.Ask(_story);
        Hear(Begin(2, utterance: 1));

        _oracle.Resume(JsonSerializer.SerializeToElement(new { type = "resumed", sequence = 2 }));
        Hear(Begin(2), complete, Begin(2, utterance: 1), Mark(0), Chunk);
        Assert.Throws<OracleException>(() => Hear(Begin(3, utterance: 2)));
    }

    [Fact]
    public void Who_resumes_in_an_utterance_may_be_told_that_it_is_lost_but_not_of_the_next_one()
    {
        _oracle.Ask(_story);
        Hear(Begin(0), Mark(0), Chunk);
        _oracle.Resume(JsonSerializer.SerializeToElement(new { type = "resumed", sequence = 1 }));
        Assert.Equal(Heard.Lost, Hear(Error("session_lost")));
        _oracle.Ask(_story);
        Hear(Begin(1, utterance: 1), Mark(0), Chunk);

        Assert.Throws<OracleException>(() => Hear(Error("session_lost")));
    }

    [Fact]
    public void Who_is_sent_away_is_told_where_it_has_come_to_and_hears_nothing_more_there()
    {
        _oracle.Ask(_story);
        Hear(Begin(0), Mark(0), Chunk, Farewell(1));

        Assert.Throws<OracleException>(() => Hear(Chunk));
        _oracle.Resume(JsonSerializer.SerializeToElement(new { type = "resumed", sequence = 1 }));
        Hear(Begin(1), Chunk);
        Assert.Throws<OracleException>(() => Hear(Farewell(3)));
    }

    private static byte[] Chunk => new byte[ChunkBytes];

    private static object Begin(long sequence, int utterance = 0) =>
        new { type = "stream_metadata", session_id = "a", utterance, sequence };

    private static object Farewell(long nextSequence) => new { type = "restarting", session_id = "a", next_sequence = nextSequence };

    private static object Mark(long offset) => new { type = "mark", kind = "sentence", text_offset = offset, text_length = 0, time_ms = 0 };

    private static object End(long nextSequence, long durationMs, int utterance = 0) =>
        new { type = "synthesis_complete", utterance, duration_ms = durationMs, next_sequence = nextSequence };

    private static object Cancelled(string spoken, string remaining) =>
        new { type = "cancelled", text_spoken = spoken, text_remaining = remaining, audio_ms = 0 };

    private static object Error(string code) => new { error = "…", code };

    /// <summary>Returns what the last one means.</summary>
    private Heard Hear(params object[] messages)
    {
        var heard = Heard.News;
        foreach (var message in messages)
        {
            heard = message is byte[] chunk
                ? _oracle.Take(chunk, default)
                : _oracle.Take(null, JsonSerializer.SerializeToElement(message));
        }

        return heard;
    }
}

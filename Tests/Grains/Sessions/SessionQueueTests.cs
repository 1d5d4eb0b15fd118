using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;
using Speeko.Grains.Sessions.Keeping;
using Speeko.Grains.Voices;
using Speeko.Tests.Cluster;

namespace Speeko.Tests.Grains.Sessions;

/// <summary>Text comes in parts, over one frontend or two, late and more than once.</summary>
public sealed class SessionQueueTests
{
    private static readonly UtteranceSettings AnyVoice = new();

    [Fact]
    public Task However_its_parts_come_text_is_taken_once_and_whole() =>
        Gen.Select(Gen.Char["ab. !?\n"].Array[1, 40], Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40]).Array[0, 12]).SampleAsync(async given =>
        {
            var (text, cuts) = (new string(given.Item1), given.Item2);
            var (queue, known) = (New(), 0);
            foreach (var (one, other) in cuts)
            {
                var (from, to) = (Math.Min(text.Length, Math.Min(one, other)), Math.Min(text.Length, Math.Max(one, other)));
                var isTaken = TryAppend(queue, 0, from, text[from..to]);

                // Who misses what came before it has to be told.
                Assert.Equal(from <= known, isTaken);
                known = isTaken ? Math.Max(known, to) : known;
            }

            Assert.True(TryAppend(queue, 0, 0, text));
            queue.Close(0);
            Assert.Equal(text, await SpokenAsync(queue.First!.Value));
        });

    [Fact]
    public async Task What_comes_late_for_an_utterance_that_is_closed_is_of_no_use_and_no_harm()
    {
        var queue = New();
        TryAppend(queue, 0, 0, "One.");
        queue.Close(0);
        TryAppend(queue, 1, 0, "Two");

        Assert.True(TryAppend(queue, 0, 0, "One. And more."));
        Assert.True(TryAppend(queue, 0, 4, " And more."));
        Assert.True(TryAppend(queue, 1, 3, "."));
        queue.Close(1);

        Assert.Equal("One.", await SpokenAsync(queue.First!.Value));
        Assert.Equal("Two.", await SpokenAsync(queue.First!.Next!.Value));
    }

    private static bool TryAppend(SessionQueue queue, int utterance, long at, string part)
    {
        if (queue.NewOf(utterance, at, part) is not { } fresh)
            return false;
        Assert.Null(queue.Add(utterance, AnyVoice, fresh, isWhole: false));
        return true;
    }

    private static async Task<string> SpokenAsync(Utterance utterance)
    {
        var spoken = "";
        while (await utterance.NextAsync(CancellationToken.None) is { } sentence)
            spoken += sentence.Raw;
        return spoken;
    }

    /// <summary>Of a session that is written down nowhere.</summary>
    private static SessionQueue New()
    {
        var (time, options) = (new FakeTimeProvider(), new SessionOptions());
        var past = new SessionPast(
            Guid.NewGuid(),
            new KeptSessions(new NoSessionStore(), here: null!, membership: null!, time),
            new ListenerCredit(options.WindowBytes, time),
            options,
            () => new SessionState(),
            takenUp: () => { },
            takenOver: _ => { },
            time);
        return new SessionQueue(past, new VoiceResolver(new ScriptedEngine()), options, _ => new MemoryStream());
    }
}

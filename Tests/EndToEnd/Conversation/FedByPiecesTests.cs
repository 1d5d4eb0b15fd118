using System.Collections.Concurrent;
using Speeko.Tests.EndToEnd.Doors;
using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>
/// The same text comes whole, token by token and character by character, over two frontends. Where its sentences are, and how
/// they sound, does not depend on it. <c>SPEEKO_FED_SESSIONS</c> says how many texts, each for three listeners.
/// </summary>
public sealed class FedByPiecesTests(FedByPiecesTests.Fixture fixture, ITestOutputHelper output)
    : IClassFixture<FedByPiecesTests.Fixture>
{
    private const int Seed = 20_260_101;
    private const int LongestStory = 5;

    /// <summary>Texts at a time: a machine that is too busy to feed without a pause would try something else.</summary>
    private const int AtATime = 6;

    private readonly int _texts = TestSize.Of("SPEEKO_FED_SESSIONS", 30);
    private readonly ConcurrentQueue<string> _wrong = [];
    private long _sentences;
    private long _pieces;
    private long _longestPauseMs;

    private LocalCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Whole_by_token_and_by_character_sound_the_same()
    {
        var teller = new Storyteller(Seed);
        var stories = Enumerable.Range(0, _texts).Select(number => teller.Tell(number, 1 + (number % LongestStory))).ToArray();

        await Parallel.ForAsync(
            0,
            stories.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (number, _) => await CompareAsync(number, stories[number]));

        output.WriteLine(
            $"{_texts} texts, {_texts * 3} sessions, {_sentences} sentences, {_pieces} pieces, longest pause {_longestPauseMs} ms, "
            + $"{_wrong.Count} wrong");
        Assert.True(_wrong.IsEmpty, string.Join('\n', _wrong));
    }

    private async Task CompareAsync(int number, SpokenText story)
    {
        var random = new Random(Seed + number);
        var heard = await Task.WhenAll(
            HearAsync(number, story, whole: true, [story.Text]),
            HearAsync(number + 1, story, whole: false, [.. story.ByToken(random)]),
            HearAsync(number, story, whole: false, [.. story.ByCharacter()]));

        string?[] differences = [null, heard[1].DifferenceFrom(heard[0]), heard[2].DifferenceFrom(heard[0])];
        foreach (var (how, one, difference) in new[] { "whole", "by token", "by character" }.Zip(heard, differences))
        {
            if ((one.Fault ?? difference) is { } wrong)
                _wrong.Enqueue($"{how}, {story.Language} \"{story.Text}\": {wrong}");
        }

        if (!heard[0].Sentences.Any())
            _wrong.Enqueue($"no sentence in {story.Language} \"{story.Text}\"");
        Interlocked.Add(ref _sentences, heard[0].Sentences.Count());
    }

    private async Task<HeardUtterance> HearAsync(int frontend, SpokenText story, bool whole, string[] pieces)
    {
        await using var socket = await RawSocket.ConnectAsync(Cluster.Urls[frontend % Cluster.Urls.Count], Cluster.ApiKey);
        var hearing = socket.HearAsync();
        if (whole)
            await socket.SendAsync(new { type = "speak", text = story.Text, language = story.Language, marks = true });
        else
            await FeedAsync(socket, story, pieces);
        return HeardUtterance.Of(await hearing);
    }

    private async Task FeedAsync(RawSocket socket, SpokenText story, string[] pieces)
    {
        var lastAt = TimeProvider.System.GetTimestamp();
        foreach (var (index, piece) in pieces.Index())
        {
            await socket.SendAsync(index == 0
                ? (object)new { type = "append", text = piece, language = story.Language, marks = true }
                : new { type = "append", text = piece });
            InterlockedMax(ref _longestPauseMs, (long)TimeProvider.System.GetElapsedTime(lastAt).TotalMilliseconds);
            lastAt = TimeProvider.System.GetTimestamp();
        }

        await socket.SendAsync(new { type = "flush" });
        Interlocked.Add(ref _pieces, pieces.Length);
    }

    private static void InterlockedMax(ref long highest, long value)
    {
        for (var known = highest; value > known; known = highest)
            Interlocked.CompareExchange(ref highest, value, known);
    }

    /// <summary>
    /// Text that stalls is spoken as it is, and a session can not tell a writer who thinks from a machine that is too busy to bring
    /// the next piece. How text is cut is the subject here, so it does not stall so soon.
    /// </summary>
    public sealed class Fixture() : ClusterFixture(new LocalClusterOptions
    {
        Environment = new Dictionary<string, string> { ["Session__StallFlushMs"] = "10000" },
    });
}

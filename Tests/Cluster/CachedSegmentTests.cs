using Speeko.Grains.Interfaces.Segments;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>memory → cache → engine.</summary>
public sealed class CachedSegmentTests
{
    private readonly LastingAudioCache _cache = new();

    [Fact]
    public async Task What_another_cluster_has_made_is_not_made_again()
    {
        var sound = ScriptedEngine.Sound("It was said before.", "All of it was.");
        foreach (var (syntheses, hits) in new[] { (2, 0), (0, 2) })
        {
            await using var cluster = await StartAsync(silos: 2);
            await using var listener = new Listener(await cluster.OpenAsync());
            await listener.SayAsync("It was said before. All of it was.");

            var heard = await listener.HearAsync();

            Assert.Equal(sound, heard.Audio);
            Assert.Equal([0, 20], heard.Frames.SelectMany(frame => frame.Marks).Select(mark => mark.TextOffset));
            var sum = await cluster.Gateway.GetStatisticsAsync(CancellationToken.None);
            Assert.Equal((syntheses, hits), (cluster.Engine.Statistics.Syntheses, sum.CacheHits));
        }

        Assert.Equal(2, _cache.Kept.Count);
    }

    [Fact]
    public async Task What_failed_and_what_was_given_up_is_not_kept_and_does_not_stay()
    {
        await using var cluster = await StartAsync(silos: 1);
        cluster.Engine.IsHeld = _ => true;
        var (failing, leaving) = (new Listener(await cluster.OpenAsync()), new Listener(await cluster.OpenAsync()));
        await failing.SayAsync("This one fails.");
        var held = await cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(4096);
        held.End(new SynthesisResult(SynthesisStatus.TextRejected));
        Assert.NotNull((await failing.HearAsync()).Error);

        await leaving.SayAsync("This one is left.");
        held = await cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(4096);
        await leaving.NextAudioAsync();
        await leaving.DisposeAsync();
        Assert.Equal(SynthesisStatus.Cancelled, (await held.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);

        await UntilSegmentsAsync(cluster, 0);
        Assert.Empty(_cache.Kept);
        await failing.DisposeAsync();
    }

    [Fact]
    public async Task A_sentence_is_one_however_its_accents_were_typed_and_marks_point_into_what_was_typed()
    {
        await using var cluster = await StartAsync(silos: 2);
        cluster.Engine.MarksWords = true;
        string[] typed =
        [
            "Le café Việt est là. Très bien!",
            "Le cafe\u0301 Vie\u0323\u0302t est la\u0300. Tre\u0300s bien!",
            "Le cafe\u0301 Vie\u0302\u0323t est là. Très bien!",
        ];
        foreach (var text in typed)
        {
            await using var listener = new Listener(await cluster.OpenAsync());
            await listener.SayAsync(text);

            var heard = await listener.HearAsync();

            Assert.Equal(ScriptedEngine.Sound("Le café Việt est là.", "Très bien!"), heard.Audio);
            var marks = heard.Frames.SelectMany(frame => frame.Marks).ToList();
            Assert.Equal(text.Split(' '), marks.Where(mark => !mark.IsSentence).Select(mark => text.Substring((int)mark.TextOffset, mark.TextLength)));
            var second = text.IndexOf('T', StringComparison.Ordinal);
            Assert.Equal([text[..(second - 1)], text[second..]], marks.Where(mark => mark.IsSentence).Select(mark => text.Substring((int)mark.TextOffset, mark.TextLength)));
        }

        Assert.Equal(2, cluster.Engine.Statistics.Syntheses);
        Assert.Equal(2, _cache.Kept.Count);
    }

    [Fact]
    public async Task What_has_to_go_stays_until_those_who_are_in_the_middle_of_it_have_had_the_end()
    {
        await using var cluster = await StartAsync(silos: 1, ("SegmentMemory:MaxBytes", $"{1 << 20}"));
        var (reader, request) = (Guid.NewGuid(), LongText('a'));
        var grain = cluster.Silos.Client.GetGrain<ISegmentGrain>("a");
        var begin = await grain.Read(reader, request, 0, 0, SegmentDemand.Any, byName: false);
        Assert.False(begin.IsLast);

        // Two of these are what a silo may hold.
        foreach (var other in "bcdefgh")
            await ReadToEndAsync(cluster, other);
        await UntilSegmentsAsync(cluster, 3);

        byte[] heard = [.. begin.Blocks.SelectMany(block => block)];
        for (var isLast = false; !isLast;)
        {
            var part = await grain.Read(reader, request, heard.Length, 1, SegmentDemand.Any, byName: false);
            heard = [.. heard, .. part.Blocks.SelectMany(block => block)];
            isLast = part.IsLast;
        }

        Assert.Equal(ScriptedEngine.Sound(request.Text), heard);
        Assert.Equal(1, cluster.Engine.Spoken.Count(text => text == request.Text));
        await UntilSegmentsAsync(cluster, 2);
    }

    [Fact]
    public async Task Who_takes_leave_of_nothing_leaves_nothing_behind()
    {
        await using var cluster = await StartAsync(silos: 1);
        for (var i = 0; i < 20; i++)
            await cluster.Silos.Client.GetGrain<ISegmentGrain>($"{i}").Leave(Guid.NewGuid());

        await UntilSegmentsAsync(cluster, 0);
    }

    /// <summary>A read whose answer is late is asked again, while the first still waits in the grain.</summary>
    [Fact]
    public async Task Who_asks_twice_has_the_whole_sentence_in_either_answer_or_learns_that_it_has_not()
    {
        await using var cluster = await StartAsync(silos: 1);
        cluster.Engine.IsHeld = _ => true;
        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => AskTwiceAsync(cluster, number)));
    }

    private static async Task AskTwiceAsync(SpeechTestCluster cluster, int number)
    {
        var (reader, request) = (Guid.NewGuid(), LongText('a') with { Text = $"Sentence {number}." });
        var grain = cluster.Silos.Client.GetGrain<ISegmentGrain>(request.Text);
        var reading = Enumerable.Range(0, 2)
            .Select(_ => grain.Read(reader, request, 0, 0, new SegmentDemand(int.MaxValue, long.MaxValue), byName: false).AsTask()).ToArray();
        (await cluster.Engine.NextHeldAsync(CancellationToken.None)).Complete();

        foreach (var part in await Task.WhenAll(reading))
            Assert.True(part.Error is not null || part.Blocks.SelectMany(block => block).SequenceEqual(ScriptedEngine.Sound(request.Text)), $"{part}");
    }

    /// <summary>More than one part.</summary>
    private static SegmentRequest LongText(char letter) => new(new string(letter, 1000), "en-us", 1, DeadlineMs: 0);

    private static async Task ReadToEndAsync(SpeechTestCluster cluster, char letter)
    {
        var (reader, bytes, isLast) = (Guid.NewGuid(), 0, false);
        while (!isLast)
        {
            var part = await cluster.Silos.Client.GetGrain<ISegmentGrain>($"{letter}").Read(reader, LongText(letter), bytes, 0, SegmentDemand.Any, byName: false);
            bytes += part.Blocks.Sum(block => block.Length);
            isLast = part.IsLast;
        }
    }

    private static async Task UntilSegmentsAsync(SpeechTestCluster cluster, int count)
    {
        var management = cluster.Silos.Client.GetGrain<IManagementGrain>(0);
        var type = typeof(Speeko.Grains.Segments.SegmentGrain).FullName!;
        await Eventually.TrueAsync(
            async () => (await management.GetSimpleGrainStatistics())
                .Where(grains => grains.GrainType.StartsWith(type, StringComparison.Ordinal)).Sum(grains => grains.ActivationCount) == count,
            SpeechTestCluster.Patience,
            () => $"There are not {count} segments.");
    }

    private Task<SpeechTestCluster> StartAsync(short silos, params (string Name, string Value)[] settings) =>
        SpeechTestCluster.StartAsync(silos, new ScriptedEngine(), _cache, settings);
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>What the cluster has whole is named, and fetched by a frontend once for all its listeners.</summary>
public sealed class NamedAudioTests : IAsyncLifetime
{
    private const string Text = "Everybody knows this. And that.";

    private SpeechTestCluster _cluster = null!;

    private SegmentCache Segments => _cluster.Silos.Client.ServiceProvider.GetRequiredService<SegmentCache>();

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 2);

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Who_comes_later_hears_the_same_in_chunks_without_a_gap_and_with_the_same_marks()
    {
        _cluster.Engine.MarksWords = true;
        var first = await HearAsync(Text);

        for (var i = 0; i < 5; i++)
        {
            var later = await HearAsync(Text);
            Assert.Equal(first.Audio, later.Audio);
            Assert.Equal(MarksOf(first), MarksOf(later));
            var next = 0L;
            foreach (var frame in later.Frames)
            {
                Assert.Equal(next, frame.Sequence);
                Assert.Null(frame.Name);
                Assert.All(frame.Marks, mark => Assert.InRange(mark.TimeMs, frame.OffsetMs, frame.Reached!.SessionMs));
                next += frame.ChunkCount;
            }

            Assert.Equal(first.Frames[^1].DurationMs, later.Frames[^1].DurationMs);
        }

        Assert.Equal(2, _cluster.Engine.Statistics.Syntheses);
        var sum = await _cluster.Gateway.GetStatisticsAsync(CancellationToken.None);
        Assert.Equal(5 * 2, sum.CacheHits);
    }

    [Fact]
    public async Task A_sentence_longer_than_one_name_stands_for_comes_whole_and_in_pieces()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 1, engine: null, ("STREAM_BUFFER_SIZE", "33000"));
        var text = new string('a', 310);
        for (var i = 0; i < 2; i++)
        {
            await using var listener = new Listener(await cluster.OpenAsync());
            await listener.SayAsync(text);

            var heard = await listener.HearAsync();

            Assert.Equal(ScriptedEngine.Sound(text), heard.Audio);
            Assert.All(heard.Frames, frame => Assert.InRange(frame.Audio.Length, 0, 64 * 1024));
        }
    }

    [Fact]
    public async Task All_who_ask_for_a_segment_at_once_get_the_one_that_was_fetched()
    {
        var name = await NameAsync("Asked for by many.");

        var fetched = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Segments.FetchAsync(name, CancellationToken.None))));

        Assert.Single(fetched.Distinct());
        Assert.Equal(ScriptedEngine.Sound("Asked for by many."), fetched[0].Audio);
        Assert.Same(fetched[0], await Segments.FetchAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task What_the_cluster_has_lost_meanwhile_is_made_again()
    {
        var name = await NameAsync("It will be lost.");
        foreach (var silo in _cluster.Silos.Silos.ToArray())
            await _cluster.Silos.RestartSiloAsync(silo);

        FetchedSegment fetched;
        do
            fetched = await Segments.FetchAsync(name, CancellationToken.None);
        while (fetched.Error is { Code: SpeechErrorCode.Unavailable });

        Assert.Equal(ScriptedEngine.Sound("It will be lost."), fetched.Audio);
        Assert.Equal(2, _cluster.Engine.Statistics.Syntheses);
    }

    [Fact]
    public async Task What_was_made_again_and_came_out_longer_is_not_taken_for_what_is_kept()
    {
        var before = await NameAsync("one sentence", "As it was.");
        await Segments.FetchAsync(before, CancellationToken.None);
        foreach (var silo in _cluster.Silos.Silos.ToArray())
            await _cluster.Silos.RestartSiloAsync(silo);

        var after = await EventuallyNameAsync("one sentence", "As it was made again.");

        Assert.NotEqual(before.Content, after.Content);
        Assert.Equal(ScriptedEngine.Sound("As it was made again."), (await Segments.FetchAsync(after, CancellationToken.None)).Audio);
    }

    [Fact]
    public async Task What_is_made_again_and_waits_for_its_turn_is_not_given_up_in_between()
    {
        _cluster.Engine.IsHeld = _ => true;
        var time = new CountingTime();
        using var segments = new SegmentCache(_cluster.Silos.Client, Options.Create(new SegmentCacheOptions()), time);
        var fetching = segments.FetchAsync(Lost("It was said long ago."), CancellationToken.None);
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        for (var timers = 1; timers <= 5; timers++)
        {
            await Eventually.TrueAsync(() => Task.FromResult(time.Timers >= timers), SpeechTestCluster.Patience, () => "it does not ask again");
            time.Advance(TimeSpan.FromSeconds(4));
        }

        // Whatever it has told the segment by now was heard before this.
        await _cluster.Silos.Client.GetGrain<ISegmentGrain>("lost").Leave(Guid.NewGuid());
        Assert.False(held.Ended.IsCompleted);
        held.Complete();
        Assert.Equal(ScriptedEngine.Sound("It was said long ago."), (await fetching).Audio);
        Assert.Equal(1, _cluster.Engine.Statistics.Syntheses);
    }

    [Fact]
    public async Task What_is_made_again_is_made_for_as_long_as_somebody_waits_for_it()
    {
        _cluster.Engine.IsHeld = _ => true;
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var name = Lost("It was said long ago.");
        var (one, other) = (Segments.FetchAsync(name, first.Token), Segments.FetchAsync(name, second.Token));
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await _cluster.Silos.Client.GetGrain<ISegmentGrain>(name.Segment).Leave(Guid.NewGuid());
        Assert.False(held.Ended.IsCompleted);

        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
        Assert.Equal(SynthesisStatus.Cancelled, (await held.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);

        var again = Segments.FetchAsync(name, CancellationToken.None);
        (await _cluster.Engine.NextHeldAsync(CancellationToken.None)).Complete();
        Assert.Equal(ScriptedEngine.Sound("It was said long ago."), (await again).Audio);
    }

    [Fact]
    public async Task An_utterance_whose_audio_can_not_be_had_fails_once_and_what_is_left_of_it_is_not_heard()
    {
        _cluster.Engine.IsHeld = _ => true;
        var request = new SegmentRequest("Nobody can say this.", "en-us", 1, DeadlineMs: 0);
        var frame = new SpeechFrame
        {
            Kind = FrameKind.Audio,
            SessionId = Guid.NewGuid(),
            Utterance = 3,
            ChunkBytes = 4096,
            Name = new NamedAudio("unspeakable", request, Content: 0, SegmentBytes: 8192, Start: 0, Length: 8192),
        };
        var sounds = new FirstSounds(TimeProvider.System);
        using var turns = new BulkTurns(sounds, TimeProvider.System);
        var named = new FramePieces(Segments, turns, sounds, TimeProvider.System);
        var resolving = named.OfAsync(frame, _ => new TaskCompletionSource().Task, CancellationToken.None).ToArrayAsync();
        (await _cluster.Engine.NextHeldAsync(CancellationToken.None)).End(new SynthesisResult(SynthesisStatus.TextRejected));

        var failed = Assert.Single(await resolving);

        Assert.Equal((FrameKind.Failed, 3), (failed.Kind, failed.Utterance));
        Assert.NotNull(failed.Error);
        Assert.True(named.IsBroken(frame with { Number = 9, Kind = FrameKind.Ended }));
        Assert.False(named.IsBroken(frame with { Utterance = 4 }));
    }

    /// <summary>As when the silo that had it was lost, and it has to be made again.</summary>
    [Fact]
    public async Task Who_cuts_in_does_not_wait_for_audio_that_does_not_come()
    {
        _cluster.Engine.IsHeld = _ => true;
        var sounds = new FirstSounds(TimeProvider.System);
        using var turns = new BulkTurns(sounds, TimeProvider.System);
        var inbox = new FrameInbox(Guid.NewGuid(), TimeProvider.System);
        var passed = new List<long>();
        var reading = new FrameReader(inbox, new FramePieces(Segments, turns, sounds, TimeProvider.System))
            .ReadAsync(written: _ => { }, frame => passed.Add(frame.Number), CancellationToken.None).FirstAsync();
        inbox.Deliver(new SpeechFrame { Kind = FrameKind.Audio, ChunkBytes = 4096, Name = Lost("It was said long ago.") });
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        inbox.RaiseEpoch();
        inbox.Deliver(new SpeechFrame { Kind = FrameKind.Started, Number = 1, Epoch = 1, Utterance = 1 });

        Assert.Equal(1, (await reading.AsTask().WaitAsync(SpeechTestCluster.Patience)).Number);
        Assert.Equal([0], passed);
        Assert.Equal(SynthesisStatus.Cancelled, (await held.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);
    }

    [Fact]
    public async Task Who_has_asked_waits_for_a_first_sound_until_it_is_written()
    {
        var sounds = new FirstSounds(new FakeTimeProvider());
        using var turns = new BulkTurns(sounds, TimeProvider.System);
        var all = Enumerable.Range(0, FirstSounds.Few + 1).Select(_ => new FramePieces(Segments, turns, sounds, TimeProvider.System)).ToArray();
        foreach (var pieces in all.SkipLast(1).Append(all[0]))
            pieces.Await();
        Assert.False(sounds.AreMany, "who asks twice before it hears something waits for one sound");
        all[^1].Await();
        Assert.True(sounds.AreMany);

        await all[3].OfAsync(new SpeechFrame { Kind = FrameKind.Started }, _ => Task.CompletedTask, CancellationToken.None).ToArrayAsync();
        Assert.True(sounds.AreMany);
        await all[3].OfAsync(new SpeechFrame { Kind = FrameKind.Audio, Audio = new byte[2] }, _ => Task.CompletedTask, CancellationToken.None).ToArrayAsync();

        Assert.False(sounds.AreMany);
    }

    private async Task<Listener.Heard> HearAsync(string text)
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync(text);
        return await listener.HearAsync();
    }

    private static IEnumerable<FrameMark> MarksOf(Listener.Heard heard) => heard.Frames.SelectMany(frame => frame.Marks);

    /// <summary>Silos that have just been started again may not answer at once.</summary>
    private async Task<NamedAudio> EventuallyNameAsync(string key, string text)
    {
        NamedAudio? name = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    name = await NameAsync(key, text);
                    return true;
                }
                catch (Exception exception) when (exception is OrleansException or TimeoutException)
                {
                    return false;
                }
            },
            SpeechTestCluster.Patience,
            () => "No silo answers.");
        return name!;
    }

    /// <summary>The name of a sentence that nobody has any more.</summary>
    private static NamedAudio Lost(string text)
    {
        var length = text.Length * ScriptedEngine.BytesPerCharacter;
        return new NamedAudio("lost", new SegmentRequest(text, "en-us", 1, DeadlineMs: 0), Content: 0, SegmentBytes: length, Start: 0, Length: length);
    }

    private Task<NamedAudio> NameAsync(string text) => NameAsync(text, text);

    private async Task<NamedAudio> NameAsync(string key, string text)
    {
        var request = new SegmentRequest(text, "en-us", 1, DeadlineMs: 0);
        var grain = _cluster.Silos.Client.GetGrain<ISegmentGrain>(key);
        await grain.Read(Guid.NewGuid(), request, 0, 0, SegmentDemand.All, byName: true);
        return (await grain.Read(Guid.NewGuid(), request, 0, 0, SegmentDemand.Any, byName: true)).Name!;
    }

    private sealed class CountingTime : FakeTimeProvider
    {
        private int _timers;

        /// <summary>Made so far.</summary>
        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }
}

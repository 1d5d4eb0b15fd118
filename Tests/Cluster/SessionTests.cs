using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>One listener and its session, in a cluster of two silos.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 2);

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Says_every_sentence_in_order_in_frames_without_gap()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        Assert.Null(await listener.SayAsync("The first one. And a second! Is there a third?"));

        var heard = await listener.HearAsync();

        Assert.Equal(ScriptedEngine.Sound("The first one.", "And a second!", "Is there a third?"), heard.Audio);
        Assert.Equal(FrameKind.Started, heard.Frames[0].Kind);
        Assert.Equal(22050, heard.Frames[0].Format!.SampleRateHz);
        Assert.Equal(FrameKind.Ended, heard.Frames[^1].Kind);
        Assert.Equal(Enumerable.Range(0, heard.Frames.Count).Select(i => heard.Frames[0].Number + i), heard.Frames.Select(frame => frame.Number));
        long sequence = 0;
        foreach (var frame in heard.Frames)
        {
            Assert.Equal(sequence, frame.Sequence);
            sequence += frame.ChunkCount;
        }
    }

    [Fact]
    public async Task Who_asks_again_for_what_has_come_meanwhile_has_lost_nothing()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("One here. Two there.");
        var heard = await listener.HearAsync();
        var session = _cluster.Silos.Client.GetGrain<ISpeechSessionGrain>(listener.Session.Id);
        await session.Acknowledge(heard.Frames[^1].Number + 1);

        var frontend = _cluster.Frontend;
        Assert.Null(await session.Replay(frontend, heard.Frames[0].Number, isLost: true));
        Assert.Equal(SpeechErrorCode.SessionLost, (await session.Replay(frontend, heard.Frames[^1].Number + 2, isLost: true))?.Code);
    }

    [Fact]
    public async Task A_call_that_comes_late_says_nothing_twice_and_cancels_nothing_new()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        var session = _cluster.Silos.Client.GetGrain<ISpeechSessionGrain>(listener.Session.Id);
        await listener.SayAsync("Said once.");
        await listener.AppendAsync("A part. ");

        Assert.Null(await session.Speak(0, Listener.AnyVoice, "Said once."));
        Assert.Null(await session.Append(1, 0, Listener.AnyVoice, "A part. "));
        Assert.Null(await session.Flush(0));
        Assert.Null(await session.Cancel(0));
        await listener.AppendAsync("Another.");
        await listener.Session.FlushAsync();
        await listener.SayAsync("And the end.");

        Assert.Equal(ScriptedEngine.Sound("Said once."), (await listener.HearAsync()).Audio);
        Assert.Equal(ScriptedEngine.Sound("A part.", "Another."), (await listener.HearAsync()).Audio);
        Assert.Equal(ScriptedEngine.Sound("And the end."), (await listener.HearAsync()).Audio);
    }

    [Fact]
    public async Task Marks_tell_where_each_sentence_begins_in_text_and_time()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("  One here. Two there.");

        var heard = await listener.HearAsync();

        var marks = heard.Frames.SelectMany(frame => frame.Marks).ToList();
        Assert.Equal([2L, 12L], marks.Select(mark => mark.TextOffset));
        var firstMs = "One here.".Length * ScriptedEngine.BytesPerCharacter * 1000L / (22050 * 2);
        Assert.Equal([0L, firstMs], marks.Select(mark => mark.TimeMs));
    }

    [Fact]
    public async Task Utterances_follow_each_other_in_one_sequence()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("First.");
        await listener.SayAsync("Second.");

        var first = await listener.HearAsync();
        var second = await listener.HearAsync();

        Assert.Equal(ScriptedEngine.Sound("First."), first.Audio);
        Assert.Equal(ScriptedEngine.Sound("Second."), second.Audio);
        Assert.Equal(first.Frames[^1].Sequence, second.Frames[0].Sequence);
        Assert.Equal(first.Frames[^1].Number + 1, second.Frames[0].Number);
    }

    [Fact]
    public async Task Text_that_comes_in_parts_is_spoken_sentence_by_sentence()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        foreach (var part in (string[])["It be", "gins. It", " goes on"])
            Assert.Null(await listener.AppendAsync(part));

        // The first sentence is heard before the text has ended.
        var first = await listener.NextAudioAsync();
        Assert.Null(await listener.Session.FlushAsync());
        var rest = await listener.HearAsync();
        Assert.Equal(ScriptedEngine.Sound("It begins.", "It goes on"), first.Concat(rest.Audio).ToArray());
    }

    [Fact]
    public async Task What_a_writer_left_hanging_is_spoken_after_a_while()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.AppendAsync("No stop at the end");

        Assert.Equal(ScriptedEngine.Sound("No stop at the end")[..2048], await listener.NextAudioAsync());
    }

    [Fact]
    public async Task Nothing_is_synthesized_further_ahead_of_the_listener_than_its_window()
    {
        var sentences = Enumerable.Range(100, 400).Select(i => $"Sentence number {i} of many that nobody hears yet.").ToArray();
        long made = 0, heard = 0, furthest = 0;
        _cluster.Engine.Began = text =>
        {
            furthest = Math.Max(furthest, made - Interlocked.Read(ref heard));
            made += text.Length * ScriptedEngine.BytesPerCharacter;
        };
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync(string.Join(' ', sentences));

        SpeechFrame frame;
        do
        {
            frame = await listener.NextAsync();
            Interlocked.Add(ref heard, frame.Audio.Length);
        }
        while (frame.Kind != FrameKind.Ended);

        Assert.Equal(ScriptedEngine.Sound(sentences).Length, heard);
        // The window of 448 KB, the frame that fills it and the sentence that is begun behind it, against 10 MB in all.
        Assert.InRange(furthest, 1, (448 + 64 + 32) * 1024);
    }

    [Fact]
    public async Task A_cancel_silences_at_once_and_tells_what_was_spoken()
    {
        _cluster.Engine.IsHeld = text => text.StartsWith("Held", StringComparison.Ordinal);
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("Spoken. Held back here. Never reached.");
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(4096);
        for (var had = 0; had <= ScriptedEngine.Sound("Spoken.").Length;)
            had += (await listener.NextAudioAsync()).Length;
        var next = listener.NextAsync();

        var cancelled = listener.Session.Cancel();

        Assert.Equal(SynthesisStatus.Cancelled, (await held.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);
        Assert.Equal(("Spoken. Held back here.", "Never reached."), (cancelled.TextSpoken, cancelled.TextRemaining));

        await listener.SayAsync("After it.");
        Assert.Equal((FrameKind.Started, 1), ((await next).Kind, (await next).Epoch));
        var heard = await listener.HearAsync();
        Assert.All(heard.Frames, frame => Assert.Equal(1, frame.Epoch));
        Assert.Equal(ScriptedEngine.Sound("After it."), heard.Audio);
    }

    [Fact]
    public async Task When_the_listener_leaves_its_synthesis_ends()
    {
        _cluster.Engine.IsHeld = _ => true;
        var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("Somebody listens to this.");
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        await listener.DisposeAsync();

        var end = await held.Ended.WaitAsync(SpeechTestCluster.Patience);
        Assert.Equal(SynthesisStatus.Cancelled, end.Status);
    }

    [Fact]
    public async Task Between_a_listener_leaving_and_its_synthesis_ending_pass_less_than_50_ms()
    {
        _cluster.Engine.IsHeld = _ => true;
        var times = new List<double>();
        for (var i = 0; i < 25; i++)
        {
            var listener = new Listener(await _cluster.OpenAsync());
            await listener.SayAsync($"Listener {i} does not stay.");
            var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
            var left = TimeProvider.System.GetTimestamp();
            var leaving = listener.DisposeAsync();
            await held.Ended.WaitAsync(SpeechTestCluster.Patience);
            times.Add(TimeProvider.System.GetElapsedTime(left).TotalMilliseconds);
            await leaving;
        }

        // The median, for the machine may be busy with something else at any single time.
        Assert.InRange(times.Order().ElementAt(times.Count / 2), 0, 50);
    }

    [Theory]
    [InlineData("klingon", null, SpeechErrorCode.UnknownVoice, "voice_id")]
    [InlineData(null, "tlh", SpeechErrorCode.UnknownLanguage, "language")]
    public async Task An_unknown_voice_is_named_and_the_session_goes_on(
        string? voice, string? language, SpeechErrorCode code, string field)
    {
        await using var listener = new Listener(await _cluster.OpenAsync());

        var error = await listener.Session.SpeakAsync(
            new UtteranceSettings { VoiceId = voice, Language = language }, "Hello.");

        Assert.Equal((code, field), (error!.Code, error.Field));
        Assert.Null(await listener.SayAsync("Well then."));
        Assert.Equal(ScriptedEngine.Sound("Well then."), (await listener.HearAsync()).Audio);
    }

    [Theory]
    [InlineData("...")]
    [InlineData("?! — …")]
    [InlineData("\u200b\u2028")]
    public async Task What_has_no_sound_is_refused_by_name(string text)
    {
        await using var listener = new Listener(await _cluster.OpenAsync());

        Assert.Equal(SpeechErrorCode.NothingToSpeak, (await listener.SayAsync(text))!.Code);
    }
}

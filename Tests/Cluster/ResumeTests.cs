using Microsoft.Extensions.DependencyInjection;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>A listener whose connection is lost comes back, and others listen in.</summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private const string Owner = "tests";

    private static readonly string[] Sentences = ["The first one.", "And the second!", "Is there a third?", "There is a fourth."];

    /// <summary>Longer than anything is on its way.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(
        silos: 2, engine: null, ("Session:LeaseSeconds", "2"), ("STREAM_BUFFER_SIZE", "8192"));

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task Who_comes_back_hears_the_rest_from_any_chunk_on(int sequence)
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(string.Join(' ', Sentences));
        var heard = await before.HearAsync();
        await before.Session.LeaveAsync();

        await using var after = await _cluster.ResumeAsync(before.Session.Id, sequence);
        var rest = await after.HearAsync();

        Assert.Equal((FrameKind.Started, (long)sequence), (rest.Frames[0].Kind, rest.Frames[0].Sequence));
        Assert.Equal(heard.Frames[0].Format, rest.Frames[0].Format);
        Assert.Equal(heard.Chunks.Skip(sequence), rest.Chunks);
        Assert.Equal((heard.Frames[^1].Sequence, heard.Frames[^1].DurationMs), (rest.Frames[^1].Sequence, rest.Frames[^1].DurationMs));
    }

    [Fact]
    public async Task What_was_asked_for_goes_on_and_so_does_the_conversation()
    {
        _cluster.Engine.IsHeld = text => text.StartsWith("Held", StringComparison.Ordinal);
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync("Before it. Held until it is back.");
        await before.AppendAsync("And text that is be");
        var had = (await before.NextAsync(), await before.NextAudioAsync());
        await before.Session.LeaveAsync();
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        await using var after = await _cluster.ResumeAsync(before.Session.Id, sequence: 1);
        held.Complete();
        await after.AppendAsync("gun. ");
        await after.Session.FlushAsync();
        await after.SayAsync("Something new.");

        Assert.Equal(
            ScriptedEngine.Sound("Before it.", "Held until it is back."), had.Item2.Concat((await after.HearAsync()).Audio).ToArray());
        Assert.Equal(ScriptedEngine.Sound("And text that is begun."), (await after.HearAsync()).Audio);
        Assert.Equal(ScriptedEngine.Sound("Something new."), (await after.HearAsync()).Audio);
    }

    [Fact]
    public async Task What_was_heard_is_known_also_of_who_had_interrupted_before_it_came_back()
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync("This is interrupted.");
        await before.NextAudioAsync();
        before.Session.Cancel();
        await before.SayAsync("This is heard to its end. So is this.");
        var last = (await before.HearAsync()).Frames.Last(frame => frame.ChunkCount > 0);
        await before.Session.LeaveAsync();

        await using var after = await _cluster.ResumeAsync(before.Session.Id, last.Sequence);
        Assert.Equal(last.Audio.ToArray(), (await after.HearAsync()).Audio);

        // Its end is not known to have been written yet.
        var speech = after.Session.Cancel();
        Assert.Equal(("This is heard to its end. So is this.", ""), (speech.TextSpoken, speech.TextRemaining));
    }

    [Fact]
    public async Task Whoever_comes_back_leads_and_the_connection_before_is_told()
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync("One here.");
        var heard = await before.HearAsync();

        await using var after = await _cluster.ResumeAsync(before.Session.Id, heard.Frames[^1].Sequence);

        Assert.Equal(SpeechErrorCode.TakenOver, (await before.NextAsync()).Error!.Code);
        Assert.Equal(SpeechErrorCode.TakenOver, (await before.SayAsync("Not any more."))?.Code);
        await before.DisposeAsync();
        Assert.Equal(FrameKind.Started, (await after.NextAsync()).Kind);
        Assert.Equal(FrameKind.Ended, (await after.NextAsync()).Kind);
        Assert.Null(await after.SayAsync("Two there."));
        Assert.Equal(ScriptedEngine.Sound("Two there."), (await after.HearAsync()).Audio);
    }

    [Fact]
    public async Task A_notice_of_a_lead_that_has_ended_comes_late_and_ends_nothing()
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync("One here.");
        var heard = await before.HearAsync();
        await before.Session.LeaveAsync();
        await using var after = await _cluster.ResumeAsync(before.Session.Id, heard.Frames[^1].Sequence);
        var link = _cluster.Silos.Client.ServiceProvider.GetRequiredService<SessionTable>().All.Single(link => link.Id == before.Session.Id);

        var notice = new SpeechFrame { Kind = FrameKind.TakenOver, SessionId = link.Id };
        link.Deliver(notice with { Number = 1 });
        await after.HearAsync();
        Assert.Null(await after.SayAsync("It still leads."));
        Assert.Equal(ScriptedEngine.Sound("It still leads."), (await after.HearAsync()).Audio);

        link.Deliver(notice with { Number = 2 });
        Assert.Equal(SpeechErrorCode.TakenOver, (await after.SayAsync("Not any more."))?.Code);
    }

    [Fact]
    public async Task Who_comes_back_has_heard_what_was_before_though_nobody_has_said_so()
    {
        _cluster.Loss.Begin(nameof(ISpeechSessionGrain.Acknowledge));
        var sentences = Enumerable.Range(100, 20).Select(i => $"Sentence number {i} of many.").ToArray();
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(string.Join(' ', sentences));
        var audio = new List<byte>();
        var next = 0L;

        // To the end of the window, where the session waits.
        var reading = before.NextAsync();
        while (audio.Count < 7 * 4096 || await Task.WhenAny(reading, Task.Delay(Silence, TimeProvider.System)) == reading)
        {
            var frame = await reading;
            audio.AddRange(frame.Audio.ToArray());
            next = frame.SequenceEnd;
            reading = before.NextAsync();
        }

        await before.Session.LeaveAsync();
        _cluster.Loss.End();
        await using var after = await _cluster.ResumeAsync(before.Session.Id, next);
        audio.AddRange((await after.HearAsync()).Audio);

        Assert.Equal(ScriptedEngine.Sound(sentences), audio);
    }

    [Fact]
    public async Task A_session_that_nobody_comes_back_to_ends_and_so_does_its_synthesis()
    {
        _cluster.Engine.IsHeld = _ => true;
        var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("Nobody hears this.");
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
        await listener.Session.LeaveAsync();

        Assert.Equal(Speeko.Speech.Engines.SynthesisStatus.Cancelled, (await held.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);
        await Eventually.TrueAsync(
            async () => (await _cluster.Gateway.ResumeAsync(Owner, listener.Session.Id, 0, CancellationToken.None)).Error
                is { Code: SpeechErrorCode.UnknownSession },
            SpeechTestCluster.Patience,
            () => "the session is still there");
    }

    [Fact]
    public async Task A_session_whose_listener_stays_outlives_its_lease_in_silence()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync("Before the silence.");
        await listener.HearAsync();
        var begun = (await _cluster.Gateway.GetStatisticsAsync(CancellationToken.None)).Sessions;

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);

        var (other, error) = await _cluster.Gateway.ListenAsync(Owner, listener.Session.Id, null, CancellationToken.None);
        Assert.Null(error);
        await other!.DisposeAsync();
        Assert.Equal(begun, (await _cluster.Gateway.GetStatisticsAsync(CancellationToken.None)).Sessions);
    }

    [Fact]
    public async Task Nobody_hears_of_the_session_of_another_key_or_of_one_that_never_was()
    {
        await using var listener = new Listener(await _cluster.OpenAsync());
        foreach (var (owner, session) in new[] { ("another", listener.Session.Id), (Owner, Guid.NewGuid()) })
        {
            Assert.Equal(SpeechErrorCode.UnknownSession, (await _cluster.Gateway.ResumeAsync(owner, session, 0, default)).Error!.Code);
            Assert.Equal(SpeechErrorCode.UnknownSession, (await _cluster.Gateway.ListenAsync(owner, session, 0, default)).Error!.Code);
        }

        Assert.Null(await listener.SayAsync("And this one goes on."));
        Assert.Null((await listener.HearAsync()).Error);
    }

    [Fact]
    public async Task Positions_that_are_not_there_yet_or_not_any_more_are_named()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 1, engine: null, ("Session:KeptSeconds", "1"));
        await using var listener = new Listener(await cluster.OpenAsync());
        await listener.SayAsync(string.Join(' ', Enumerable.Range(100, 30).Select(i => $"Sentence number {i} of many.")));
        var heard = await listener.HearAsync();
        var next = heard.Frames[^1].Sequence;

        var ahead = (await cluster.Gateway.ListenAsync(Owner, listener.Session.Id, next + 1, default)).Error!;
        Assert.Equal((SpeechErrorCode.BadField, (double?)next), (ahead.Code, ahead.Limit));
        SpeechError? gone = null;
        await Eventually.TrueAsync(
            async () => (gone = (await cluster.Gateway.ListenAsync(Owner, listener.Session.Id, 0, default)).Error) is not null,
            SpeechTestCluster.Patience,
            () => "all is still kept");
        Assert.Equal(SpeechErrorCode.Gone, gone!.Code);
        Assert.InRange(gone.Limit!.Value, 1, next);
    }

    [Fact]
    public async Task Many_listen_to_one_session_and_hear_what_it_says_from_where_they_come_in()
    {
        await using var leader = new Listener(await _cluster.OpenAsync());
        await leader.SayAsync("Before they come.");
        var first = await leader.HearAsync();
        var early = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ListenAsync(leader, 0)));
        var late = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ListenAsync(leader, first.Frames[^1].Sequence)));
        await leader.SayAsync("All hear this.");
        var second = await leader.HearAsync();

        foreach (var frames in await Task.WhenAll(early.Select(listener => HearAsync(listener, ends: 2))))
            Assert.Equal(first.Chunks.Concat(second.Chunks), new Listener.Heard(frames).Chunks);
        foreach (var frames in await Task.WhenAll(late.Select(listener => HearAsync(listener, ends: 2))))
            Assert.Equal(second.Chunks, new Listener.Heard(frames).Chunks);
        Assert.Equal(2, _cluster.Engine.Statistics.Syntheses);
    }

    [Fact]
    public async Task A_cancel_silences_those_who_listen_in_too_and_the_end_of_the_session_is_theirs()
    {
        var leader = new Listener(await _cluster.OpenAsync());
        await leader.SayAsync(string.Join(' ', Enumerable.Range(100, 200).Select(i => $"Sentence number {i} of many.")));
        await leader.NextAudioAsync();
        var listener = await ListenAsync(leader, 0);
        await using var frames = listener.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await frames.MoveNextAsync());

        leader.Session.Cancel();
        await leader.SayAsync("After it.");
        var heard = await leader.HearAsync();

        var audio = new List<byte>();
        while (await NextAsync(frames) is { } frame && frame.Kind != FrameKind.Ended)
        {
            if (frame.Epoch == 1)
                audio.AddRange(frame.Audio.ToArray());
        }

        Assert.Equal(heard.Audio, audio);
        await leader.DisposeAsync();
        Assert.Null(await NextAsync(frames));
    }

    private async Task<ISpeechListener> ListenAsync(Listener leader, long? sequence)
    {
        var (listener, error) = await _cluster.Gateway.ListenAsync(Owner, leader.Session.Id, sequence, CancellationToken.None);
        Assert.Null(error);
        return listener!;
    }

    private static async Task<List<SpeechFrame>> HearAsync(ISpeechListener listener, int ends)
    {
        var heard = new List<SpeechFrame>();
        await using var frames = listener.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        while (heard.Count(frame => frame.Kind == FrameKind.Ended) < ends)
            heard.Add(await NextAsync(frames) ?? throw new InvalidOperationException("the session has ended"));
        await listener.DisposeAsync();
        return heard;
    }

    private static async Task<SpeechFrame?> NextAsync(IAsyncEnumerator<SpeechFrame> frames) =>
        await frames.MoveNextAsync().AsTask().WaitAsync(SpeechTestCluster.Patience) ? frames.Current : null;
}

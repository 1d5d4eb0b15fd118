using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>A silo is lost or goes, and soon before, after or at once a connection. What was said is not lost with them.</summary>
public sealed class KeptSessionTests : IAsyncLifetime
{
    private const string Owner = "tests";

    private static readonly string[] Sentences = ["The first one is said.", "Held for a while is the second one!", "Is there a third?"];

    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 3, engine: null, ("STREAM_BUFFER_SIZE", "8192"));

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Who_loses_connection_and_silo_at_once_goes_on_with_the_conversation(int sequence)
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(string.Join(' ', Sentences));
        var heard = await before.HearAsync();
        await before.AppendAsync("And text that is be");
        await _cluster.KeptAsync(before.Session.Id, kept => kept.End.Utterances is [{ Text: "And text that is be" }]);
        await before.Session.LeaveAsync();
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));

        await using var after = await _cluster.ResumeAsync(before.Session.Id, sequence);
        var rest = await after.HearAsync();
        await after.AppendAsync("gun.");
        await after.Session.FlushAsync();
        var next = await after.HearAsync();

        Assert.Equal(heard.Chunks.Skip(sequence), rest.Chunks);
        Assert.Equal((heard.Frames[^1].Sequence, heard.Frames[^1].DurationMs), (rest.Frames[^1].Sequence, rest.Frames[^1].DurationMs));
        Assert.Equal(ScriptedEngine.Sound("And text that is begun."), next.Audio);
        Assert.Equal(rest.Frames[^1].Sequence, next.Frames.First(frame => frame.ChunkCount > 0).Sequence);
    }

    [Fact]
    public async Task Who_comes_back_is_not_served_by_an_activation_that_another_has_taken_the_session_up_from()
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(Sentences[0]);
        var heard = await before.HearAsync();
        await before.AppendAsync("And text that is be");
        await _cluster.KeptAsync(before.Session.Id, kept => kept.End.Utterances is [{ Text: "And text that is be" }]);
        await before.Session.LeaveAsync();

        // As it is when the cluster has forgotten this one: the other has written down what it was asked for since.
        var kept = _cluster.Sessions[before.Session.Id]!;
        var other = kept with { Start = kept.Start with { Epoch = kept.Start.Epoch + 1, Utterances = [] }, Frames = [], NextFrame = kept.NextFrame + (1L << 40) };
        _cluster.Sessions.Put(before.Session.Id, other with { Start = other.Start with { NextSequence = kept.NextSequence } });
        await using var after = await _cluster.ResumeAsync(before.Session.Id, (int)kept.NextSequence);
        await after.SayAsync(Sentences[2]);

        Assert.Null(heard.Error);
        Assert.Equal(ScriptedEngine.Sound(Sentences[2]), (await after.HearAsync()).Audio);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_has_been_moved_in_the_middle_of_a_sentence_can_go_back_before_it(bool isKilled)
    {
        _cluster.Engine.IsHeld = text => text.StartsWith("Held", StringComparison.Ordinal);
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(string.Join(' ', Sentences));
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(6000);
        var (had, frames) = (0, new List<SpeechFrame>());
        while (had < ScriptedEngine.Sound(Sentences[0]).Length + 4096)
        {
            frames.Add(await before.NextAsync());
            had += frames[^1].Audio.Length;
        }

        await _cluster.KeptAsync(before.Session.Id, kept => kept.NextSequence > 0);
        _cluster.Engine.IsHeld = _ => false;
        var silo = await _cluster.SiloOfAsync(before.Session.Id);
        if (isKilled)
            await _cluster.Silos.KillSiloAsync(silo);
        else
            await _cluster.Silos.StopSiloAsync(silo);
        held.Complete();
        frames.AddRange((await before.HearAsync()).Frames);
        var heard = new Listener.Heard(frames);
        await before.Session.LeaveAsync();

        Assert.Equal(ScriptedEngine.Sound(Sentences), heard.Audio);
        for (var sequence = 0; sequence < heard.Frames[^1].Sequence; sequence++)
        {
            var after = await _cluster.ResumeAsync(before.Session.Id, sequence);
            Assert.Equal(heard.Chunks.Skip(sequence), (await after.HearAsync()).Chunks);
            await after.Session.LeaveAsync();
        }
    }

    [Fact]
    public async Task Twice_in_a_row_is_as_good_as_once_also_for_who_has_heard_more_than_was_written()
    {
        _cluster.Engine.IsHeld = text => text.StartsWith("Held", StringComparison.Ordinal);
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(string.Join(' ', Sentences));
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(6000);
        await before.NextAsync();
        await before.NextAudioAsync();
        _cluster.Engine.IsHeld = _ => false;
        await _cluster.KeptAsync(before.Session.Id, kept => kept.NextSequence > 0);
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));
        held.Complete();
        var heard = await before.HearAsync();
        var end = heard.Frames[^1].Sequence;
        await _cluster.SaidAsync(before.Session.Id, end);
        var written = _cluster.Sessions[before.Session.Id]!;
        await before.Session.LeaveAsync();
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));

        // As if its last second had not been written.
        var behind = written with { Frames = [.. written.Frames.TakeWhile(frame => frame.SequenceEnd < end)] };
        _cluster.Sessions.Put(before.Session.Id, behind);
        await using var after = await _cluster.ResumeAsync(before.Session.Id, end);

        Assert.Equal([FrameKind.Started, FrameKind.Ended], (await after.HearAsync()).Frames.Select(frame => frame.Kind));
        await after.SayAsync("It goes on.");
        var next = await after.HearAsync();
        Assert.Equal(ScriptedEngine.Sound("It goes on."), next.Audio);
        Assert.Equal(end, next.Frames.First(frame => frame.ChunkCount > 0).Sequence);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whoever_says_an_opening_again_cuts_it_as_it_was_heard(int chunks)
    {
        _cluster.Engine.IsHeld = _ => true;
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(Sentences[0]);
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        // The engine's first block is neither a chunk nor what a cached sentence begins with.
        held.Emit(2646);
        var heard = (await before.NextAudioAsync()).ToList();
        held.Emit(4096);
        if (chunks == 2)
            heard.AddRange(await before.NextAudioAsync());
        await _cluster.KeptAsync(before.Session.Id, kept => kept.End.Utterances is [{ Text.Length: > 0 }]);
        await before.Session.LeaveAsync();
        _cluster.Engine.IsHeld = _ => false;
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));
        held.Complete();

        await using var after = await _cluster.ResumeAsync(before.Session.Id, chunks);
        var rest = await after.HearAsync();

        Assert.Equal(ScriptedEngine.Sound(Sentences[0]), heard.Concat(rest.Audio));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_heard_what_nobody_has_written_down_is_told_and_does_not_wait(bool hasSomethingToSay)
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(string.Join(' ', Sentences));
        var end = (await before.HearAsync()).Frames[^1].Sequence;
        await _cluster.SaidAsync(before.Session.Id, end);
        var written = _cluster.Sessions[before.Session.Id]!;
        await before.SayAsync("This was heard and is not known.");
        var next = (await before.HearAsync()).Frames[^1].Sequence;
        await before.Session.LeaveAsync();
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));
        if (hasSomethingToSay)
            written = written with { Frames = [.. written.Frames.TakeWhile(frame => frame.SequenceEnd < end)] };
        _cluster.Sessions.Put(before.Session.Id, written);

        var (session, error) = await _cluster.Gateway.ResumeAsync(Owner, before.Session.Id, next, CancellationToken.None);

        if (!hasSomethingToSay)
        {
            Assert.Equal(SpeechErrorCode.UnknownSession, error!.Code);
            return;
        }

        await using var after = new Listener(session!);
        Assert.Null((await after.HearAsync()).Error);
        Assert.Equal(SpeechErrorCode.SessionLost, (await after.HearAsync()).Error!.Code);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Unless_it_is_dead_the_silo_that_knows_more_of_what_was_heard_is_waited_for(bool isDead, bool hasLeft)
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(Sentences[0]);
        var end = (await before.HearAsync()).Frames[^1].Sequence;
        await _cluster.SaidAsync(before.Session.Id, end);
        var early = _cluster.Sessions[before.Session.Id]!;
        await before.SayAsync(Sentences[1]);
        end = (await before.HearAsync()).Frames[^1].Sequence;
        await _cluster.SaidAsync(before.Session.Id, end);
        var late = _cluster.Sessions[before.Session.Id]!;
        await before.Session.LeaveAsync();
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));

        // As if the cluster had forgotten the activation, and it lived on; or had moved before, and the other one lived.
        var writer = isDead ? early.Writer : _cluster.Silos.Silos[0].SiloAddress;
        _cluster.Sessions.Put(before.Session.Id, early with { Writer = writer, IsLast = hasLeft });
        var searches = _cluster.Sessions.Searches;
        var resuming = _cluster.Gateway.ResumeAsync(Owner, before.Session.Id, end, CancellationToken.None);
        await Eventually.TrueAsync(() => _cluster.Sessions.Searches > searches, SpeechTestCluster.Patience, () => "nobody looks for it");
        if (!isDead)
            _cluster.Sessions.Put(before.Session.Id, late with { Writer = writer });
        var (session, error) = await resuming;

        Assert.Equal(isDead ? SpeechErrorCode.UnknownSession : null, error?.Code);
        if (isDead)
        {
            Assert.Equal(searches + 1, _cluster.Sessions.Searches);
            return;
        }

        await using var after = new Listener(session!);
        Assert.Equal([FrameKind.Started, FrameKind.Ended], (await after.HearAsync()).Frames.Select(frame => frame.Kind));
        await after.SayAsync(Sentences[2]);
        Assert.Equal(ScriptedEngine.Sound(Sentences[2]), (await after.HearAsync()).Audio);
    }

    [Fact]
    public async Task What_was_cancelled_is_not_said_by_the_next_silo()
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(string.Join(' ', Enumerable.Range(100, 300).Select(i => $"Sentence number {i} of many.")));
        await before.NextAudioAsync();
        before.Session.Cancel();
        await before.SayAsync("After it.");
        var answer = await before.HearAsync();
        await _cluster.KeptAsync(before.Session.Id, kept => kept.Start.Epoch == 1 && kept.End.Utterances.Length == 0);
        await before.Session.LeaveAsync();
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));

        await using var after = await _cluster.ResumeAsync(before.Session.Id, answer.Frames[^1].Sequence);
        await after.SayAsync("Only this.");

        Assert.Equal([FrameKind.Started, FrameKind.Ended], (await after.HearAsync()).Frames.Select(frame => frame.Kind));
        Assert.Equal(ScriptedEngine.Sound("Only this."), (await after.HearAsync()).Audio);
    }

    [Fact]
    public async Task Who_listens_in_while_the_silo_is_lost_waits_for_who_leads_the_session()
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(Sentences[0]);
        await before.HearAsync();
        await _cluster.KeptAsync(before.Session.Id, kept => kept.NextSequence > 0);
        await before.Session.LeaveAsync();
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));

        var searches = _cluster.Sessions.Searches;
        var joining = _cluster.Gateway.ListenAsync(Owner, before.Session.Id, 0, default);
        await Eventually.TrueAsync(() => _cluster.Sessions.Searches > searches + 1, SpeechTestCluster.Patience, () => "nobody looks for it");
        await using var after = await _cluster.ResumeAsync(before.Session.Id, 0);

        var (listener, error) = await joining;
        Assert.Null(error);
        await listener!.DisposeAsync();
    }

    [Fact]
    public async Task Of_a_session_that_has_ended_nothing_is_kept_and_nobody_gets_at_another_s()
    {
        await using var other = new Listener(await _cluster.OpenAsync());
        await other.SayAsync("Not for everybody.");
        await other.HearAsync();
        var ended = new Listener(await _cluster.OpenAsync());
        await ended.SayAsync("It ends.");
        await _cluster.KeptAsync(ended.Session.Id, kept => kept.NextSequence > 0);
        await _cluster.KeptAsync(other.Session.Id, kept => kept.NextSequence > 0);

        await ended.DisposeAsync();
        await Eventually.TrueAsync(() => _cluster.Sessions[ended.Session.Id] is null, SpeechTestCluster.Patience, () => "it is kept");
        await other.Session.LeaveAsync();
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(other.Session.Id));

        Assert.Equal(SpeechErrorCode.UnknownSession, (await _cluster.Gateway.ResumeAsync(Owner, ended.Session.Id, 0, default)).Error!.Code);
        Assert.Equal(SpeechErrorCode.UnknownSession, (await _cluster.Gateway.ResumeAsync("another", other.Session.Id, 0, default)).Error!.Code);
    }
}

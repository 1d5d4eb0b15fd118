using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>
/// A session that was moved to another silo, and whose past is not known there yet: the store gives no answer, or a sentence of which
/// a part was heard has to wait for an engine. Who comes back meanwhile is patient, and misses nothing.
/// </summary>
public sealed class MovedSessionTests : IAsyncLifetime
{
    private static readonly string[] Sentences = ["The first one is said.", "Held for a while is the second one!", "Is there a third?"];

    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 3, engine: null, ("STREAM_BUFFER_SIZE", "8192"));

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Who_comes_back_before_the_sentence_that_was_being_heard_is_made_again_waits_for_it()
    {
        var (before, frames, again) = await MoveInTheMiddleAsync();

        await TooEarlyAsync(before);

        await HearsAllTwiceAsync(before, frames, again);
    }

    [Fact]
    public async Task Who_is_moved_on_before_the_sentence_is_made_again_keeps_what_was_before_it()
    {
        var (before, frames, _) = await MoveInTheMiddleAsync();
        var incarnation = _cluster.Sessions[before.Session.Id]!.Incarnation;
        await _cluster.KeptAsync(before.Session.Id, kept => kept.Incarnation > incarnation);

        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));
        var again = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        await HearsAllTwiceAsync(before, frames, again);
    }

    [Fact]
    public async Task What_was_said_before_is_not_written_over_by_who_does_not_know_it_yet()
    {
        var (before, frames, _) = await MoveInTheMiddleAsync(isMute: true);
        var searches = _cluster.Sessions.Searches;
        await Eventually.TrueAsync(() => _cluster.Sessions.Searches > searches + 20, SpeechTestCluster.Patience, () => "nobody looks for it");
        _cluster.Sessions.IsMute = false;
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));
        var again = await _cluster.Engine.NextHeldAsync(CancellationToken.None);

        await HearsAllTwiceAsync(before, frames, again);
    }

    [Fact]
    public async Task Who_has_cancelled_the_sentence_meanwhile_does_not_wait_for_it()
    {
        var (before, _, again) = await MoveInTheMiddleAsync();
        before.Session.Cancel();
        Assert.Equal(Speeko.Speech.Engines.SynthesisStatus.Cancelled, (await again.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);
        await before.Session.LeaveAsync();

        await using var after = await _cluster.ResumeAsync(before.Session.Id, sequence: 0);
        _cluster.Engine.IsHeld = _ => false;
        await after.SayAsync(Sentences[2]);

        Assert.Equal(ScriptedEngine.Sound(Sentences[2]), (await after.HearAsync()).Audio);
    }

    [Fact]
    public async Task What_the_store_did_not_tell_at_first_is_known_when_it_answers()
    {
        _cluster.Engine.IsHeld = text => text.StartsWith("Held", StringComparison.Ordinal);
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(string.Join(' ', Sentences));
        (await _cluster.Engine.NextHeldAsync(CancellationToken.None)).Emit(6000);
        var frames = await HearIntoTheSecondAsync(before);
        await _cluster.KeptAsync(before.Session.Id, kept => kept.NextSequence > 0);
        _cluster.Engine.IsHeld = _ => false;
        _cluster.Sessions.IsAway = true;
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));
        frames.AddRange((await before.HearAsync()).Frames);
        var heard = new Listener.Heard(frames);

        await TooEarlyAsync(before);
        _cluster.Sessions.IsAway = false;
        await before.Session.LeaveAsync();
        await using var after = await _cluster.ResumeAsync(before.Session.Id, sequence: 0);

        Assert.Equal(heard.Chunks, (await after.HearAsync()).Chunks);
    }

    [Fact]
    public async Task A_session_that_only_the_store_knows_is_found_when_it_answers()
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(Sentences[0]);
        var heard = await before.HearAsync();
        await _cluster.SaidAsync(before.Session.Id, heard.Frames[^1].Sequence);
        await before.Session.LeaveAsync();
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(before.Session.Id));
        _cluster.Sessions.IsAway = true;
        var searches = _cluster.Sessions.Searches;

        var resuming = _cluster.ResumeAsync(before.Session.Id, sequence: 0);
        await Eventually.TrueAsync(() => _cluster.Sessions.Searches > searches, SpeechTestCluster.Patience, () => "nobody looks for it");
        _cluster.Sessions.IsAway = false;

        await using var after = await resuming;
        Assert.Equal(heard.Chunks, (await after.HearAsync()).Chunks);
    }

    /// <summary>The sentence is made again: its listener hears the rest, and then goes back to the beginning.</summary>
    private async Task HearsAllTwiceAsync(Listener listener, List<SpeechFrame> frames, HeldSynthesis again)
    {
        _cluster.Engine.IsHeld = _ => false;
        again.Complete();
        frames.AddRange((await listener.HearAsync()).Frames);
        var heard = new Listener.Heard(frames);
        await listener.Session.LeaveAsync();
        await using var after = await _cluster.ResumeAsync(listener.Session.Id, sequence: 0);

        Assert.Equal(ScriptedEngine.Sound(Sentences), heard.Audio);
        Assert.Equal(heard.Chunks, (await after.HearAsync()).Chunks);
    }

    /// <summary>A listener, what it had heard of the second sentence when its silo was lost, and the second attempt at it.</summary>
    private async Task<(Listener Listener, List<SpeechFrame> Heard, HeldSynthesis Again)> MoveInTheMiddleAsync(bool isMute = false)
    {
        _cluster.Engine.IsHeld = text => text.StartsWith("Held", StringComparison.Ordinal);
        var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync(string.Join(' ', Sentences));
        (await _cluster.Engine.NextHeldAsync(CancellationToken.None)).Emit(6000);
        var heard = await HearIntoTheSecondAsync(listener);
        await _cluster.KeptAsync(listener.Session.Id, kept => kept.NextSequence > 0);
        _cluster.Sessions.IsMute = isMute;
        await _cluster.Silos.KillSiloAsync(await _cluster.SiloOfAsync(listener.Session.Id));
        return (listener, heard, await _cluster.Engine.NextHeldAsync(CancellationToken.None));
    }

    private static async Task<List<SpeechFrame>> HearIntoTheSecondAsync(Listener listener)
    {
        var heard = new List<SpeechFrame>();
        while (heard.Sum(frame => frame.Audio.Length) < ScriptedEngine.Sound(Sentences[0]).Length + 4096)
            heard.Add(await listener.NextAsync());
        return heard;
    }

    /// <summary>Another frontend, which asks once: it is told to ask again, and not that anything is gone.</summary>
    private async Task TooEarlyAsync(Listener leader)
    {
        var reply = await _cluster.LeadElsewhereAsync(leader.Session.Id, "another");

        Assert.Equal(SpeechErrorCode.SessionLost, reply.Error?.Code);
    }
}

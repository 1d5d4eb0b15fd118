using Orleans.Core.Internal;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>The silo of a sentence goes while somebody is in the middle of it, and the rest is of another making.</summary>
public sealed class RemadeSegmentTests : IAsyncLifetime
{
    private const string Text = "It is made in two attempts.";

    /// <summary>The first chunk of an utterance, and two full ones: more than the window holds.</summary>
    private const int HeardBytes = 2048 + (2 * 4096);

    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await SpeechTestCluster.StartAsync(
            silos: 1, engine: null, ("STREAM_BUFFER_SIZE", "4096"), ("Session:WindowFrames", "1"));
        _cluster.Engine.IsHeld = _ => true;
    }

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task What_was_heard_of_the_first_is_heard_again_although_the_second_is_shorter()
    {
        var (listener, hearing, second) = await HearOfTwoAsync();
        second.Emit(HeardBytes / 2);
        second.End(SynthesisResult.Completed);
        var heard = await hearing;
        Assert.Equal(ScriptedEngine.Sound(Text)[..HeardBytes], heard.Audio);

        await listener.Session.LeaveAsync();
        await using var again = await _cluster.ResumeAsync(listener.Session.Id, sequence: 0);
        Assert.Equal(heard.Chunks, (await again.HearAsync()).Chunks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task The_second_goes_on_where_it_sounds_as_the_first_did(int laterBySamples)
    {
        var (listener, hearing, second) = await HearOfTwoAsync();
        second.Emit(new byte[laterBySamples * 2]);
        second.Complete();

        Assert.Equal(ScriptedEngine.Sound(Text), (await hearing).Audio);
        await listener.DisposeAsync();
    }

    /// <summary>Somebody hears the first, which ends, and the rest of the second, which has begun.</summary>
    private async Task<(Listener Listener, Task<Listener.Heard> Hearing, HeldSynthesis Second)> HearOfTwoAsync()
    {
        // 1. The session waits for its listener, and has no question open at the segment.
        var listener = new Listener(await _cluster.OpenAsync());
        await listener.SayAsync(Text);
        var first = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
        first.Emit(HeardBytes);
        await Eventually.TrueAsync(
            async () => (await _cluster.Gateway.GetStatisticsAsync(CancellationToken.None)).Frames >= 3,
            SpeechTestCluster.Patience,
            () => "the session has not sent what its window holds");

        // 2. The segment goes away meanwhile.
        var key = SegmentKey.Of(new SegmentRequest(Text, "en-us", 1, DeadlineMs: 0), _cluster.Engine.Version);
        await _cluster.Silos.Client.GetGrain<ISegmentGrain>(key).Cast<IGrainManagementExtension>().DeactivateOnIdle();
        Assert.Equal(SynthesisStatus.Cancelled, (await first.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);

        return (listener, listener.HearAsync(), await _cluster.Engine.NextHeldAsync(CancellationToken.None));
    }
}

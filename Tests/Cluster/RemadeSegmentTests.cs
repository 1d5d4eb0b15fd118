using Orleans.Core.Internal;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>The silo of a sentence goes while somebody is in the middle of it, and the rest is of another making.</summary>
public sealed class RemadeSegmentTests
{
    private const string Text = "It is made in two attempts.";

    /// <summary>The first chunk of an utterance, and two full ones.</summary>
    private const int HeardBytes = 2048 + (2 * 4096);

    [Fact]
    public async Task What_was_heard_of_the_first_is_heard_again_although_the_second_is_shorter()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(
            silos: 1, engine: null, ("STREAM_BUFFER_SIZE", "4096"), ("Session:WindowFrames", "1"));
        cluster.Engine.IsHeld = _ => true;
        var listener = new Listener(await cluster.OpenAsync());
        await listener.SayAsync(Text);

        // 1. More than the window holds: the session waits for its listener, and has no question open at the segment.
        var first = await cluster.Engine.NextHeldAsync(CancellationToken.None);
        first.Emit(HeardBytes);
        await Eventually.TrueAsync(
            async () => (await cluster.Gateway.GetStatisticsAsync(CancellationToken.None)).Frames >= 3,
            SpeechTestCluster.Patience,
            () => "the session has not sent what its window holds");
        var key = SegmentKey.Of(new SegmentRequest(Text, "en-us", 1, DeadlineMs: 0), cluster.Engine.Version);
        await cluster.Silos.Client.GetGrain<ISegmentGrain>(key).Cast<IGrainManagementExtension>().DeactivateOnIdle();
        Assert.Equal(SynthesisStatus.Cancelled, (await first.Ended.WaitAsync(SpeechTestCluster.Patience)).Status);

        // 2. It goes on, and the sentence has ended before.
        var hearing = listener.HearAsync();
        var second = await cluster.Engine.NextHeldAsync(CancellationToken.None);
        second.Emit(HeardBytes / 2);
        second.End(SynthesisResult.Completed);
        var heard = await hearing;
        Assert.Equal(ScriptedEngine.Sound(Text)[..HeardBytes], heard.Audio);

        await listener.Session.LeaveAsync();
        await using var again = await cluster.ResumeAsync(listener.Session.Id, sequence: 0);
        Assert.Equal(heard.Chunks, (await again.HearAsync()).Chunks);
    }
}

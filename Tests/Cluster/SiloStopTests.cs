using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Cluster;

/// <summary>A silo that leaves in order while its engine speaks.</summary>
public sealed class SiloStopTests
{
    private const string Sentence = "Everybody is in the midst of this.";

    /// <summary>Half of what Orleans waits for grains that are still called.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task It_stops_at_once_and_who_listens_elsewhere_hears_the_sentence_to_its_end()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(silos: 2);
        cluster.Engine.IsHeld = _ => true;
        var listeners = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => new Listener(await cluster.OpenAsync())));
        await Task.WhenAll(listeners.Select(listener => listener.SayAsync(Sentence)));
        var held = await cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(4096);
        var begun = await Task.WhenAll(listeners.Select(listener => listener.NextAudioAsync()));

        cluster.Engine.IsHeld = _ => false;
        var speaks = await SiloOfAsync(cluster);
        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos.Single(silo => silo.SiloAddress.Equals(speaks))).WaitAsync(StopLimit);

        Assert.Equal(SynthesisStatus.Cancelled, (await held.Ended).Status);
        var heard = await Task.WhenAll(listeners.Select(listener => listener.HearAsync()));
        var whole = begun.Zip(heard).Where(one => one.Second.Error is null).ToArray();
        Assert.NotEmpty(whole);
        Assert.All(whole, one => Assert.Equal(ScriptedEngine.Sound(Sentence), (byte[])[.. one.First, .. one.Second.Audio]));

        // The others' sessions were on the silo that left.
        Assert.All(heard, one => Assert.True(one.Error is null or { Code: SpeechErrorCode.SessionLost }, $"{one.Error}"));
    }

    private static async Task<SiloAddress> SiloOfAsync(SpeechTestCluster cluster)
    {
        var key = SegmentKey.Of(new SegmentRequest(Sentence, "en-us", 1, 0, "", SegmentPurpose.Begin), cluster.Engine.Version);
        var segment = cluster.Silos.Client.GetGrain<ISegmentGrain>(key);
        return await cluster.Silos.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(segment)
            ?? throw new InvalidOperationException("Nobody speaks the sentence.");
    }
}

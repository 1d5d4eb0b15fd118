using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>A session waits for what its listener acknowledges, and a listener acknowledges what the session waits for.</summary>
public sealed class CreditTests
{
    [Theory]
    [InlineData("4096", "1")]
    [InlineData("4096", "7")]
    [InlineData("16384", "7")]
    [InlineData("1048576", "1")]
    public async Task However_small_the_window_all_is_heard(string frameBytes, string windowFrames)
    {
        await using var cluster = await SpeechTestCluster.StartAsync(
            silos: 1, engine: null, ("STREAM_BUFFER_SIZE", frameBytes), ("Session:WindowFrames", windowFrames));
        var sentences = Enumerable.Range(100, 20).Select(i => $"Sentence number {i} of many.").ToArray();
        for (var i = 0; i < 2; i++)
        {
            await using var listener = new Listener(await cluster.OpenAsync());
            await listener.SayAsync(string.Join(' ', sentences));

            var heard = await listener.HearAsync().WaitAsync(SpeechTestCluster.Patience);

            Assert.Equal(ScriptedEngine.Sound(sentences), heard.Audio);
        }
    }

    [Fact]
    public async Task A_session_goes_on_although_the_acknowledgement_is_lost_that_it_waits_for()
    {
        await using var cluster = await SpeechTestCluster.StartAsync(
            silos: 1, engine: null, ("STREAM_BUFFER_SIZE", "4096"), ("Session:WindowFrames", "1"));
        await using var listener = new Listener(await cluster.OpenAsync());
        var sentences = Enumerable.Range(100, 20).Select(i => $"Sentence number {i} of many.").ToArray();
        cluster.Loss.Begin(nameof(ISpeechSessionGrain.Acknowledge));
        await listener.SayAsync(string.Join(' ', sentences));
        var hearing = listener.HearAsync();

        // It waits for this one, and no other follows.
        await cluster.Loss.Lost.WaitAsync(SpeechTestCluster.Patience);
        cluster.Loss.End();

        Assert.Equal(ScriptedEngine.Sound(sentences), (await hearing.WaitAsync(SpeechTestCluster.Patience)).Audio);
    }
}

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
}

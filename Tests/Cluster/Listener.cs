using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>A session as a door uses it, for tests.</summary>
internal sealed class Listener(ISpeechSession session) : IAsyncDisposable
{
    public static readonly UtteranceSettings AnyVoice = new();

    private readonly IAsyncEnumerator<SpeechFrame> _frames = session.ReadAsync(CancellationToken.None).GetAsyncEnumerator();

    public ISpeechSession Session => session;

    public Task<SpeechError?> SayAsync(string text) => session.SpeakAsync(AnyVoice, text);

    public Task<SpeechError?> AppendAsync(string text) => session.AppendAsync(AnyVoice, text);

    public async Task<SpeechFrame> NextAsync()
    {
        Assert.True(await _frames.MoveNextAsync().AsTask().WaitAsync(SpeechTestCluster.Patience), "the session has ended");
        return _frames.Current;
    }

    /// <summary>The audio of the next frame that has some.</summary>
    public async Task<byte[]> NextAudioAsync()
    {
        SpeechFrame frame;
        do
            frame = await NextAsync();
        while (frame.Audio.Length == 0);
        return frame.Audio.ToArray();
    }

    /// <summary>All frames up to the end of the utterance.</summary>
    public async Task<Heard> HearAsync()
    {
        var heard = new List<SpeechFrame>();
        do
            heard.Add(await NextAsync());
        while (heard[^1].Kind is not (FrameKind.Ended or FrameKind.Failed));
        return new Heard(heard);
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    /// <summary>One utterance from its start to its end.</summary>
    internal sealed record Heard(IReadOnlyList<SpeechFrame> Frames)
    {
        public byte[] Audio => [.. Frames.SelectMany(frame => frame.Audio.ToArray())];

        public SpeechError? Error => Frames[^1].Error;

        public IEnumerable<(long Sequence, string Audio)> Chunks => Frames.SelectMany(
            frame => Enumerable.Range(0, frame.ChunkCount).Select(i => (frame.Sequence + i, Convert.ToHexString(
                frame.Audio.Span[(i * frame.ChunkBytes)..Math.Min((i + 1) * frame.ChunkBytes, frame.Audio.Length)]))));
    }
}

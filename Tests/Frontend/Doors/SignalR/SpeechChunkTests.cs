using CsCheck;
using Speeko.Frontend.Doors.SignalR;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Doors.SignalR;

public sealed class SpeechChunkTests
{
    private static readonly AudioFormat Wav = new(AudioContainer.Wav, 16000, 1);

    [Fact]
    public void The_chunks_of_a_frame_are_its_audio_in_order_and_only_the_last_is_short() =>
        Gen.Select(Gen.Byte.Array[1, 500], Gen.Int[1, 200], Gen.Long[0, 1_000_000]).Sample((audio, chunkBytes, sequence) =>
        {
            var frame = new SpeechFrame { Kind = FrameKind.Audio, Audio = audio, ChunkBytes = chunkBytes, Sequence = sequence };
            var chunks = SpeechChunk.From(frame, Wav).ToArray();

            Assert.Equal(audio, chunks.SelectMany(chunk => chunk.Audio));
            Assert.Equal(Enumerable.Range(0, frame.ChunkCount).Select(i => sequence + i), chunks.Select(chunk => chunk.Sequence));
            Assert.All(chunks[..^1], chunk => Assert.Equal(chunkBytes, chunk.Audio.Length));
            Assert.All(chunks, chunk => Assert.Equal(("wav", 16000, 1, false, 0L), Told(chunk)));
        });

    [Fact]
    public void The_end_is_a_chunk_without_audio_that_tells_the_duration()
    {
        var frame = new SpeechFrame { Kind = FrameKind.Ended, Sequence = 7, DurationMs = 1234 };
        var chunk = Assert.Single(SpeechChunk.From(frame, Wav with { Container = AudioContainer.Pcm }));

        Assert.Equal((7, 0), (chunk.Sequence, chunk.Audio.Length));
        Assert.Equal(("pcm", 16000, 1, true, 1234L), Told(chunk));
    }

    [Fact]
    public void The_start_of_an_utterance_has_no_chunk() =>
        Assert.Empty(SpeechChunk.From(new SpeechFrame { Kind = FrameKind.Started, Format = Wav, ChunkBytes = 4096 }, Wav));

    private static (string, int, int, bool, long) Told(SpeechChunk chunk) =>
        (chunk.Format, chunk.SampleRate, chunk.Channels, chunk.IsFinal, chunk.DurationMs);
}

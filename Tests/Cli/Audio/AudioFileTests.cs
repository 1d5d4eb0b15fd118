using Speeko.Cli.Audio;
using Speeko.Client;

namespace Speeko.Tests.Cli.Audio;

public sealed class AudioFileTests
{
    private static readonly SpeechStarted Source = new(Guid.Empty, 0, "pcm", 22050, 1, 0);

    [Fact]
    public async Task A_file_is_whole_once_it_is_closed()
    {
        using var stream = new MemoryStream();
        await using (var file = new AudioFile(() => stream, isRaw: false))
        {
            await file.WriteAsync(new SpeechChunk(new byte[22050], 0, Source));
            await file.WriteAsync(new SpeechChunk(new byte[22050], 1, Source));
            Assert.Equal(1, file.Duration.TotalSeconds);
        }

        var bytes = stream.ToArray();
        Assert.Equal(44 + 44100, bytes.Length);
        Assert.Equal(44100, BitConverter.ToInt32(bytes, 40));
    }

    [Fact]
    public async Task Raw_is_nothing_but_samples()
    {
        using var stream = new MemoryStream();
        await using (var file = new AudioFile(() => stream, isRaw: true))
            await file.WriteAsync(new SpeechChunk(new byte[100], 0, Source));

        Assert.Equal(100, stream.ToArray().Length);
    }

    [Fact]
    public async Task Without_audio_nothing_is_opened()
    {
        var opened = false;
        await using (var file = new AudioFile(() => { opened = true; return Stream.Null; }, isRaw: false))
            Assert.True(file.IsEmpty);

        Assert.False(opened);
    }
}

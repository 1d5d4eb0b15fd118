using Speeko.Client;
using Speeko.Speech.Audio;

namespace Speeko.Cli.Audio;

/// <summary>
/// Takes speech down as WAV, or as bare samples. The output is opened when the first audio comes: a request that is refused
/// costs nobody the file that was there. The header's sizes are written at the end; until then, and where the output can't
/// seek, they say "until the end of the file", so that what is there can be played at any moment.
/// </summary>
internal sealed class AudioFile(Func<Stream> open, bool isRaw) : IAsyncDisposable
{
    private const int BytesPerSample = 2;

    private Stream? _stream;
    private int _sampleRateHz;
    private long _bytes;

    public bool IsEmpty => _bytes == 0;

    public TimeSpan Duration => IsEmpty
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(_bytes / BytesPerSample / (double)_sampleRateHz);

    public async Task WriteAsync(SpeechChunk chunk)
    {
        if (_stream is null)
        {
            _stream = open();
            _sampleRateHz = chunk.Source.SampleRateHz;
            if (!isRaw)
                await _stream.WriteAsync(WavHeader.Streaming(_sampleRateHz));
        }

        await _stream.WriteAsync(chunk.Audio);
        _bytes += chunk.Audio.Length;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is null)
            return;
        if (!isRaw && _stream.CanSeek)
        {
            _stream.Position = 0;
            await _stream.WriteAsync(WavHeader.Sized(_sampleRateHz, _bytes));
        }

        await _stream.DisposeAsync();
    }
}

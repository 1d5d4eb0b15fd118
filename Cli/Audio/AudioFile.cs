using Speeko.Client;
using Speeko.Speech.Audio;

namespace Speeko.Cli.Audio;

/// <summary>
/// Takes speech down as a WAV file, or as bare samples. The header's sizes are written at the end; until then, and where the
/// output can't seek, they say "until the end of the file", so what is there can be played at any moment.
/// </summary>
internal sealed class AudioFile : IAsyncDisposable
{
    private const int BytesPerSample = 2;

    private readonly Stream _stream;
    private readonly bool _isRaw;
    private int _sampleRateHz;
    private long _bytes;

    private AudioFile(Stream stream, bool isRaw)
    {
        _stream = stream;
        _isRaw = isRaw;
    }

    public bool IsEmpty => _bytes == 0;

    public TimeSpan Duration => _sampleRateHz == 0
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(_bytes / BytesPerSample / (double)_sampleRateHz);

    public static AudioFile Create(string path, bool isRaw) =>
        new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16), isRaw);

    public static AudioFile To(Stream stream, bool isRaw) => new(stream, isRaw);

    public async Task WriteAsync(SpeechChunk chunk, CancellationToken cancellationToken)
    {
        if (_sampleRateHz == 0)
        {
            _sampleRateHz = chunk.Source.SampleRateHz;
            if (!_isRaw)
                await _stream.WriteAsync(WavHeader.Streaming(_sampleRateHz), cancellationToken);
        }

        await _stream.WriteAsync(chunk.Audio, cancellationToken);
        _bytes += chunk.Audio.Length;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isRaw && _bytes > 0 && _stream.CanSeek)
        {
            _stream.Position = 0;
            await _stream.WriteAsync(WavHeader.Sized(_sampleRateHz, _bytes));
        }

        await _stream.DisposeAsync();
    }
}

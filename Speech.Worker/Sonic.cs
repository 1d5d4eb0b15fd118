using System.Runtime.InteropServices;

namespace Speeko.Speech.Worker;

/// <summary>Changes the speed of speech and not its pitch, by libsonic, which espeak-ng itself depends on.</summary>
internal sealed unsafe partial class Sonic : IStretch, IDisposable
{
    private const string Library = "libsonic.so.0";

    private readonly nint _stream;
    private short[] _changed = new short[8192];

    public Sonic(int sampleRateHz, double speed)
    {
        Speed = speed;
        _stream = CreateStream(sampleRateHz, channels: 1);
        if (_stream == 0)
            throw new IOException("libsonic has no memory.");
        SetSpeed(_stream, (float)speed);
    }

    public double Speed { get; }

    /// <inheritdoc />
    public ReadOnlySpan<short> Change(ReadOnlySpan<short> samples)
    {
        fixed (short* start = samples)
        {
            if (WriteShort(_stream, start, samples.Length) == 0)
                throw new IOException("libsonic has no memory.");
        }

        return Read();
    }

    /// <inheritdoc />
    public ReadOnlySpan<short> End()
    {
        if (Flush(_stream) == 0)
            throw new IOException("libsonic has no memory.");
        return Read();
    }

    public void Dispose() => DestroyStream(_stream);

    private ReadOnlySpan<short> Read()
    {
        var available = SamplesAvailable(_stream);
        if (available > _changed.Length)
            _changed = new short[available];
        fixed (short* start = _changed)
            return _changed.AsSpan(0, ReadShort(_stream, start, available));
    }

    [LibraryImport(Library, EntryPoint = "sonicCreateStream")]
    private static partial nint CreateStream(int sampleRate, int channels);

    [LibraryImport(Library, EntryPoint = "sonicDestroyStream")]
    private static partial void DestroyStream(nint stream);

    [LibraryImport(Library, EntryPoint = "sonicSetSpeed")]
    private static partial void SetSpeed(nint stream, float speed);

    [LibraryImport(Library, EntryPoint = "sonicWriteShortToStream")]
    private static partial int WriteShort(nint stream, short* samples, int count);

    [LibraryImport(Library, EntryPoint = "sonicReadShortFromStream")]
    private static partial int ReadShort(nint stream, short* samples, int max);

    [LibraryImport(Library, EntryPoint = "sonicSamplesAvailable")]
    private static partial int SamplesAvailable(nint stream);

    [LibraryImport(Library, EntryPoint = "sonicFlushStream")]
    private static partial int Flush(nint stream);
}

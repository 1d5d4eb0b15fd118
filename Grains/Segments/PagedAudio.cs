namespace Speeko.Grains.Segments;

/// <summary>
/// One sentence in <see cref="AudioPages"/>. Whoever forgets to dispose of it loses no page for ever. Thread-safe as long as
/// nobody reads while another disposes of it.
/// </summary>
internal sealed class PagedAudio : IDisposable
{
    private readonly AudioPages _memory;
    private int[]? _pages;

    internal PagedAudio(AudioPages memory, int[] pages, int length) => (_memory, _pages, Length) = (memory, pages, length);

    ~PagedAudio() => GiveBack();

    public int Length { get; }

    /// <summary>A copy of a part.</summary>
    public byte[] Read(int start, int length)
    {
        var copy = GC.AllocateUninitializedArray<byte>(length);
        for (var done = 0; done < length;)
        {
            var part = PartAt(start + done, length - done);
            part.CopyTo(copy.AsSpan(done));
            done += part.Length;
        }

        return copy;
    }

    public void Dispose()
    {
        GiveBack();
        GC.SuppressFinalize(this);
    }

    internal void Write(int start, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var part = PartAt(start, bytes.Length);
            bytes[..part.Length].CopyTo(part);
            bytes = bytes[part.Length..];
            start += part.Length;
        }
    }

    private Span<byte> PartAt(int start, int atMost)
    {
        ObjectDisposedException.ThrowIf(_pages is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + atMost, Length);
        var inPage = start % AudioPages.PageBytes;
        return _memory[_pages[start / AudioPages.PageBytes]].Slice(inPage, Math.Min(atMost, AudioPages.PageBytes - inPage));
    }

    private void GiveBack()
    {
        if (Interlocked.Exchange(ref _pages, null) is { } pages)
            _memory.GiveBack(pages);
    }
}

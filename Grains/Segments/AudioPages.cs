namespace Speeko.Grains.Segments;

/// <summary>
/// Memory for audio that lies still for seconds or hours: pages of large arrays that stay where they are. As ordinary arrays it
/// would grow old, be moved twice by the garbage collector, and then make it look through the whole heap again and again; that
/// took a seventh of a busy silo's time. Grows as needed and does not shrink: what may lie here is bounded by
/// <see cref="SegmentMemory"/>. Thread-safe.
/// </summary>
internal sealed class AudioPages
{
    /// <summary>Half a page is lost at the end of each sentence.</summary>
    public const int PageBytes = 8 << 10;

    private const int SlabPages = 128;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = new();
    private volatile byte[][] _slabs = [];

    /// <summary>Of all pages, used or free.</summary>
    public long Bytes => (long)_slabs.Length * SlabPages * PageBytes;

    public int FreePages
    {
        get { lock (_lock) return _free.Count; }
    }

    /// <summary>A copy of the audio, to be disposed of.</summary>
    public PagedAudio Keep(IReadOnlyList<byte[]> blocks)
    {
        var length = blocks.Sum(block => block.Length);
        var kept = new PagedAudio(this, Take((length + PageBytes - 1) / PageBytes), length);
        var at = 0;
        foreach (var block in blocks)
        {
            kept.Write(at, block);
            at += block.Length;
        }

        return kept;
    }

    internal Span<byte> this[int page] => _slabs[page / SlabPages].AsSpan(page % SlabPages * PageBytes, PageBytes);

    internal void GiveBack(int[] pages)
    {
        lock (_lock)
        {
            foreach (var page in pages)
                _free.Push(page);
        }
    }

    private int[] Take(int count)
    {
        var pages = new int[count];
        lock (_lock)
        {
            while (_free.Count < count)
                Grow();
            for (var i = 0; i < count; i++)
                pages[i] = _free.Pop();
        }

        return pages;
    }

    private void Grow()
    {
        var first = _slabs.Length * SlabPages;
        _slabs = [.. _slabs, GC.AllocateUninitializedArray<byte>(SlabPages * PageBytes)];
        for (var page = first + SlabPages - 1; page >= first; page--)
            _free.Push(page);
    }
}

namespace Speeko.Grains.Sessions;

/// <summary>
/// Cuts a sentence's audio into the payloads of frames: whole chunks, up to a frame's size; only the end of a sentence,
/// and the very first audio of an utterance, may leave a chunk short. Holds less than a chunk between calls.
/// </summary>
internal sealed class ChunkCutter(int chunkBytes)
{
    private readonly Queue<ReadOnlyMemory<byte>> _blocks = new();
    private int _pending;

    public void Add(ReadOnlyMemory<byte> block)
    {
        if (block.IsEmpty)
            return;
        _blocks.Enqueue(block);
        _pending += block.Length;
    }

    /// <summary>The first payload of an utterance, or null when more audio has to come first.</summary>
    /// <param name="isEnd">Nothing follows in this sentence.</param>
    /// <param name="openingBytes">Of it, unless the sentence is shorter; at most a chunk.</param>
    public byte[]? TakeOpening(bool isEnd, int openingBytes) =>
        _pending >= openingBytes || (isEnd && _pending > 0) ? Take(Math.Min(_pending, openingBytes)) : null;

    /// <summary>The next payload of whole chunks, or with <paramref name="isEnd"/> also the short last one.</summary>
    /// <param name="isEnd">Nothing follows in this sentence.</param>
    /// <param name="frameBytes">Most of one payload; at least a chunk.</param>
    /// <param name="onlyFull">Less than a frame can wait for more.</param>
    public byte[]? TakeNext(bool isEnd, int frameBytes, bool onlyFull = false)
    {
        frameBytes = Math.Max(chunkBytes, frameBytes - (frameBytes % chunkBytes));
        var take = Math.Min(_pending, frameBytes);
        if (take < frameBytes && !isEnd)
            take = onlyFull ? 0 : take - (take % chunkBytes);
        return take > 0 ? Take(take) : null;
    }

    private byte[] Take(int count)
    {
        _pending -= count;
        if (_blocks.TryPeek(out var only) && only.Length == count
            && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(only, out var whole)
            && whole.Array!.Length == count)
        {
            _blocks.Dequeue();
            return whole.Array;
        }

        var payload = GC.AllocateUninitializedArray<byte>(count);
        var filled = 0;
        while (filled < count)
        {
            var block = _blocks.Peek();
            var part = Math.Min(block.Length, count - filled);
            block.Span[..part].CopyTo(payload.AsSpan(filled));
            filled += part;
            _blocks.Dequeue();
            if (part < block.Length)
                Requeue(block[part..]);
        }

        return payload;
    }

    /// <summary>Puts the rest of a block back at the front; a queue has no front to add to, but few blocks wait.</summary>
    private void Requeue(ReadOnlyMemory<byte> rest)
    {
        var behind = _blocks.Count;
        _blocks.Enqueue(rest);
        for (var i = 0; i < behind; i++)
            _blocks.Enqueue(_blocks.Dequeue());
    }
}

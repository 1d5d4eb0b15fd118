using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Segments;

/// <summary>
/// Audio that grows while it is read: one engine writes, any number of readers follow from where they are. Finished and read,
/// it is put away into pages. Thread-safe. Bounded by the length of a sentence, which the segmenter bounds.
/// </summary>
internal sealed class SegmentAudio(TimeProvider time) : ISynthesisSink
{
    /// <summary>A part for a reader on another silo is one message; this keeps it a modest one.</summary>
    private const int MaxPartBytes = 256 * 1024;

    /// <summary>Of what was put away: a frame is made of it without another copy.</summary>
    private const int BlockBytes = 64 * 1024;

    private readonly Guid _making = Guid.NewGuid();
    private readonly Lock _lock = new();
    private readonly List<byte[]> _blocks = [];
    private readonly List<int> _starts = [];
    private readonly List<SegmentMark> _marks = [];
    private TaskCompletionSource? _changed;
    private int _length;
    private int _wakeAt = int.MaxValue;
    private long _wakeAtMs = long.MaxValue;
    private bool _finished;
    private SpeechError? _error;
    private ulong? _content;
    private PagedAudio? _away;

    public int Length
    {
        get { lock (_lock) return _length; }
    }

    /// <summary>Of samples and marks, in bytes.</summary>
    public int SizeBytes
    {
        get { lock (_lock) return _length + (_marks.Count * Unsafe.SizeOf<SegmentMark>()); }
    }

    public bool IsFinished
    {
        get { lock (_lock) return _finished; }
    }

    public SpeechError? Error
    {
        get { lock (_lock) return _error; }
    }

    public void OnAudio(byte[] pcm)
    {
        if (pcm.Length == 0)
            return;
        lock (_lock)
        {
            if (_finished)
                return;
            _blocks.Add(pcm);
            _starts.Add(_length);
            _length += pcm.Length;
            if (_length >= _wakeAt || NowMs() >= _wakeAtMs)
                SignalChange();
        }
    }

    public void OnMark(SpeechMark mark)
    {
        lock (_lock)
        {
            if (_finished)
                return;
            _marks.Add(new SegmentMark(
                mark.Kind == MarkKind.Sentence, mark.TextOffset, mark.TextLength, mark.SampleOffset));
        }
    }

    /// <summary>All at once, where somebody has kept it; false where it has begun to sound otherwise.</summary>
    public bool TryFill(CachedAudio whole)
    {
        lock (_lock)
        {
            if (_finished || _length > 0)
                return false;
            _marks.Clear();
            _marks.AddRange(whole.Marks);
            foreach (var block in whole.Blocks)
                OnAudio(block);
            Finish(null);
            return true;
        }
    }

    /// <summary>What there is, for somebody to keep.</summary>
    public CachedAudio ToCached()
    {
        lock (_lock)
            return new CachedAudio(_away is null ? [.. _blocks] : SliceAway(0, _length), [.. _marks]);
    }

    /// <summary>It is whole, and nobody reads it at the moment.</summary>
    public void PutAway(AudioPages pages)
    {
        lock (_lock)
        {
            if (!_finished || _error is not null || _away is not null)
                return;
            _content ??= Checksum();
            _away = pages.Keep(_blocks);
            _blocks.Clear();
            _starts.Clear();
        }
    }

    /// <summary>Whoever still comes to read it has to have it made anew.</summary>
    public void Drop()
    {
        lock (_lock)
        {
            if (_away is null)
                return;
            _away.Dispose();
            (_away, _length, _error) = (null, 0, SynthesisFailure.Stopped);
        }
    }

    /// <summary>The whole by its name, where it is finished, and its marks.</summary>
    public SegmentPart Named(string key, SegmentRequest request)
    {
        lock (_lock)
            return new SegmentPart([], [.. _marks], IsLast: true, Name: NameOf(key, request), Making: _making);
    }

    /// <summary>The name of the whole, where it is finished. Whoever fetches it has a listener who has heard of it.</summary>
    public NamedAudio NameOf(string key, SegmentRequest request)
    {
        var again = request with { Purpose = SegmentPurpose.Continue };
        lock (_lock)
        {
            return new NamedAudio(key, again, _content ??= Checksum(), _length, 0, _length);
        }
    }

    /// <summary>Once: what an engine has yet to say of it is of no use then.</summary>
    public void Finish(SpeechError? error)
    {
        lock (_lock)
        {
            if (_finished)
                return;
            _error = error;
            _finished = true;
            SignalChange();
        }
    }

    /// <summary>
    /// Everything from the reader's position on, once that is as much as is in demand or there will be no more; else null,
    /// and <paramref name="changed"/> tells when to ask again.
    /// </summary>
    public SegmentPart? TryRead(int fromByte, int fromMark, SegmentDemand demand, out Task changed)
    {
        lock (_lock)
        {
            if (demand.IsMet(_length - fromByte, NowMs()) || (_finished && fromByte < _length))
            {
                changed = Task.CompletedTask;
                var blocks = Slice(fromByte, out var end);
                var isLast = _finished && end == _length;
                return new SegmentPart(blocks, MarksFrom(fromMark), isLast, isLast ? _error : null, Making: _making);
            }

            if (_finished)
            {
                changed = Task.CompletedTask;
                return new SegmentPart([], MarksFrom(fromMark), IsLast: true, _error, Making: _making);
            }

            _wakeAt = (int)Math.Min(_wakeAt, (long)fromByte + demand.Bytes);
            _wakeAtMs = Math.Min(_wakeAtMs, demand.UntilMs);
            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed = _changed.Task;
            return null;
        }
    }

    private ulong Checksum()
    {
        var hash = new XxHash3();
        foreach (var block in _blocks)
            hash.Append(block);
        return hash.GetCurrentHashAsUInt64();
    }

    private byte[][] Slice(int fromByte, out int end)
    {
        if (_away is not null)
        {
            end = Math.Min(_length, fromByte + MaxPartBytes);
            return SliceAway(fromByte, end);
        }

        var first = _starts.BinarySearch(fromByte);
        if (first < 0)
            first = ~first - 1;
        var blocks = new List<byte[]>();
        end = fromByte;
        for (var i = first; i < _blocks.Count && end - fromByte < MaxPartBytes; i++)
        {
            // A reader is within a block only when it had begun on another activation, with other blocks.
            var skip = end - _starts[i];
            blocks.Add(skip == 0 ? _blocks[i] : _blocks[i][skip..]);
            end = _starts[i] + _blocks[i].Length;
        }

        return [.. blocks];
    }

    private byte[][] SliceAway(int fromByte, int end)
    {
        var blocks = new List<byte[]>();
        for (var at = fromByte; at < end; at += BlockBytes)
            blocks.Add(_away!.Read(at, Math.Min(BlockBytes, end - at)));
        return [.. blocks];
    }

    private SegmentMark[] MarksFrom(int fromMark) =>
        fromMark < _marks.Count ? [.. _marks[fromMark..]] : [];

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void SignalChange()
    {
        (_wakeAt, _wakeAtMs) = (int.MaxValue, long.MaxValue);
        _changed?.TrySetResult();
        _changed = null;
    }
}

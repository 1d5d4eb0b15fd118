using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Speeko.Grains.Caching;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Speech.Engines;

namespace Speeko.Grains.Segments;

/// <summary>
/// Audio that grows while it is read: one engine writes, any number of readers follow from where they are.
/// Thread-safe. Bounded by the length of a sentence, which the segmenter bounds.
/// </summary>
internal sealed class SegmentAudio : ISynthesisSink
{
    /// <summary>A part for a reader on another silo is one message; this keeps it a modest one.</summary>
    private const int MaxPartBytes = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly List<byte[]> _blocks = [];
    private readonly List<int> _starts = [];
    private readonly List<SegmentMark> _marks = [];
    private TaskCompletionSource? _changed;
    private int _length;
    private int _wakeAt = int.MaxValue;
    private bool _finished;
    private SpeechError? _error;
    private ulong? _content;

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
            _blocks.Add(pcm);
            _starts.Add(_length);
            _length += pcm.Length;
            if (_length >= _wakeAt)
                SignalChange();
        }
    }

    public void OnMark(SpeechMark mark)
    {
        lock (_lock)
        {
            _marks.Add(new SegmentMark(
                mark.Kind == MarkKind.Sentence, mark.TextOffset, mark.TextLength, mark.SampleOffset));
        }
    }

    /// <summary>All at once, where somebody has kept it.</summary>
    public void Fill(CachedAudio whole)
    {
        lock (_lock)
        {
            _marks.AddRange(whole.Marks);
            foreach (var block in whole.Blocks)
                OnAudio(block);
            Finish(null);
        }
    }

    /// <summary>What there is, for somebody to keep.</summary>
    public CachedAudio ToCached()
    {
        lock (_lock)
            return new CachedAudio([.. _blocks], [.. _marks]);
    }

    /// <summary>The whole by its name, where it is finished, and its marks.</summary>
    public SegmentPart Named(string key, SegmentRequest request)
    {
        lock (_lock)
            return new SegmentPart([], [.. _marks], IsLast: true, Name: NameOf(key, request));
    }

    /// <summary>The name of the whole, where it is finished. Whoever fetches it has a listener who has heard of it.</summary>
    public NamedAudio NameOf(string key, SegmentRequest request)
    {
        var again = request with { Purpose = SegmentPurpose.Continue };
        lock (_lock)
        {
            _content ??= Checksum();
            return new NamedAudio(key, again, _content.Value, _length, 0, _length);
        }
    }

    public void Finish(SpeechError? error)
    {
        lock (_lock)
        {
            _error = error;
            _finished = true;
            SignalChange();
        }
    }

    /// <summary>
    /// Everything from the reader's position on, once that is as much as is wanted or there will be no more; else null, and
    /// <paramref name="changed"/> tells when to ask again.
    /// </summary>
    public SegmentPart? TryRead(int fromByte, int fromMark, out Task changed, int wantedBytes = 1)
    {
        lock (_lock)
        {
            if (_length - fromByte >= wantedBytes || (_finished && fromByte < _length))
            {
                changed = Task.CompletedTask;
                var blocks = Slice(fromByte, out var end);
                var isLast = _finished && end == _length;
                return new SegmentPart(blocks, MarksFrom(fromMark), isLast, isLast ? _error : null);
            }

            if (_finished)
            {
                changed = Task.CompletedTask;
                return new SegmentPart([], MarksFrom(fromMark), IsLast: true, _error);
            }

            _wakeAt = Math.Min(_wakeAt, fromByte + wantedBytes);
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

    private SegmentMark[] MarksFrom(int fromMark) =>
        fromMark < _marks.Count ? [.. _marks[fromMark..]] : [];

    private void SignalChange()
    {
        _wakeAt = int.MaxValue;
        _changed?.TrySetResult();
        _changed = null;
    }
}

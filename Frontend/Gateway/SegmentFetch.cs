using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Frontend.Gateway;

/// <summary>
/// Fetches one finished sentence that a session has named, for all in this process who wait for it. When none of them does any
/// more it is given up, and if it was lost and is being made anew, so is that. Thread-safe.
/// </summary>
internal sealed class SegmentFetch : IDisposable
{
    /// <summary>What is named is finished, so its silo answers at once; or has lost it, or went without a word.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Longer than the cluster needs to notice that a silo is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Longer than anything that was lost waits for its turn; whose silo neither answers nor dies gets no audio.</summary>
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A reader that says it has had this many marks gets none; the session has sent them.</summary>
    private const int NoMarks = int.MaxValue;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationToken _end;
    private readonly ISegmentGrain _segment;
    private readonly NamedAudio _name;
    private readonly TimeProvider _time;
    private readonly Guid _reader = Guid.NewGuid();
    private readonly Lazy<Task<FetchedSegment>> _fetching;
    private int _waiting;
    private bool _isOver;

    public SegmentFetch(ISegmentGrain segment, NamedAudio name, TimeProvider time)
    {
        (_segment, _name, _time, _end) = (segment, name, time, _ending.Token);
        _fetching = new Lazy<Task<FetchedSegment>>(FetchAsync);
    }

    /// <summary>Another one waits, and is to call <see cref="Leave"/>; false when the last one has left.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (!_isOver)
                _waiting++;
            return !_isOver;
        }
    }

    /// <summary>With an error where the audio can't be had.</summary>
    public Task<FetchedSegment> ResultAsync(CancellationToken cancellationToken) => _fetching.Value.WaitAsync(cancellationToken);

    /// <summary>Returns whether it was the last one, who is to dispose of the fetch.</summary>
    public bool Leave()
    {
        lock (_lock)
            return _isOver = --_waiting == 0;
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    private async Task<FetchedSegment> FetchAsync()
    {
        FetchedSegment? fetched = null;
        try
        {
            return fetched = await TryUntilItComesAsync().ConfigureAwait(false);
        }
        finally
        {
            if (fetched is not { Error: null })
                _segment.Leave(_reader).Ignore();
        }
    }

    private async Task<FetchedSegment> TryUntilItComesAsync()
    {
        var (audio, begunAt) = (new byte[_name.SegmentBytes], _time.GetTimestamp());
        long? failsSince = null;
        while (true)
        {
            SpeechError? error;
            try
            {
                error = await ReadAsync(audio).ConfigureAwait(false);
                if (error is null)
                    return new FetchedSegment(audio, null);
            }
            catch (TimeoutException) when (_time.GetElapsedTime(begunAt) < LongestFetch)
            {
                // Lost and made anew, it may have to wait for its turn: who left would have to wait from the start. Or its silo went
                // without a word, and then the next read is elsewhere.
                failsSince = null;
                continue;
            }
            catch (Exception exception) when (ClusterCall.IsExpected(exception))
            {
                // Its silo is gone or not reachable: the next read finds the segment elsewhere.
                error = ClusterCall.Unavailable;
            }

            failsSince ??= _time.GetTimestamp();
            if (error.Code != SpeechErrorCode.Unavailable
                || _time.GetElapsedTime(failsSince.Value) >= Patience || _time.GetElapsedTime(begunAt) >= LongestFetch)
            {
                return new FetchedSegment([], error);
            }

            await Task.Delay(Pause, _time, _end).ConfigureAwait(false);
        }
    }

    /// <summary>A segment that was lost meanwhile is made anew and waited for; it may be some samples longer or shorter.</summary>
    private async Task<SpeechError?> ReadAsync(byte[] audio)
    {
        var (filled, isLast, making) = (0, false, Guid.Empty);
        while (!isLast && filled < audio.Length)
        {
            var demand = new SegmentDemand(audio.Length - filled, long.MaxValue);
            var part = await _segment.Read(_reader, _name.Request, filled, NoMarks, demand, byName: false).AsTask()
                .WaitAsync(AnswerTimeout, _time, _end).ConfigureAwait(false);
            if (part.Error is not null)
                return part.Error;

            // A piece of another making does not fit behind what there is.
            if (filled > 0 && part.Making != making)
            {
                filled = 0;
                continue;
            }

            (isLast, making) = (part.IsLast, part.Making);
            filled += Fill(audio.AsSpan(filled), part.Blocks);
        }

        if (!isLast)
            _segment.Leave(_reader).Ignore();
        return null;
    }

    /// <summary>Returns how many bytes there was room for.</summary>
    private static int Fill(Span<byte> audio, byte[][] blocks)
    {
        var filled = 0;
        foreach (var block in blocks)
        {
            var fits = Math.Min(block.Length, audio.Length - filled);
            block.AsSpan(0, fits).CopyTo(audio[filled..]);
            filled += fits;
        }

        return filled;
    }
}

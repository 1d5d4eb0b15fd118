using System.Runtime.CompilerServices;
using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Segments;
using Speeko.Grains.Segments;
using Speeko.Grains.Statistics;
using Speeko.Speech.Audio;
using Speeko.Speech.Engines;
using Speeko.Speech.Text;

namespace Speeko.Grains.Sessions;

/// <summary>
/// Reads one segment from its grain to the end, on another activation where the first is lost. One sentence is one segment
/// however its accents were typed: the grain and the engine see it composed, and the marks come back as the reader typed it.
/// </summary>
internal sealed class SegmentReader(
    IGrainFactory grains, ISpeechEngine engine, SegmentNames names, EarlyRefusal refusals, SpeechCounters counters, TimeProvider time)
{
    /// <summary>Longer than the cluster needs to notice that a silo is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly SpeechError Unavailable = new(
        SpeechErrorCode.Unavailable, "The cluster can't get at the sentence.", RetryAfterSeconds: 1);

    /// <summary>
    /// The parts in order; the last one says so, and is the only one where the segment is named. Cancelling leaves the segment,
    /// and the last to leave stops the engine.
    /// </summary>
    /// <param name="request">The sentence.</param>
    /// <param name="demand">Asked before each part: how much is worth waiting for.</param>
    /// <param name="cancellationToken">Leaves the segment.</param>
    public async IAsyncEnumerable<ReadPart> ReadAsync(
        SegmentRequest request, Func<SegmentDemand> demand, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = ComposedText.Of(request.Text);
        var composed = request with { Text = text.Text };
        var key = SegmentKey.Of(composed, engine.Version);
        if (names.Find(key) is { } known)
        {
            counters.CacheHit();
            yield return new ReadPart(AsTyped(known, text), IsOfOnePiece: true);
            yield break;
        }

        if (await refusals.JudgeAsync(key, composed, cancellationToken) is { } refusal)
        {
            yield return new ReadPart(SegmentPart.Failed(refusal), IsOfOnePiece: true);
            yield break;
        }

        var segment = grains.GetGrain<ISegmentGrain>(key);
        var reader = Guid.NewGuid();
        var (bytes, marks, isLast, isOfOnePiece, making) = (0, 0, false, true, Guid.Empty);
        var audio = new ResumedAudio();
        try
        {
            while (!isLast)
            {
                var position = new Position(bytes, marks, ByName: isOfOnePiece, demand());
                var part = await ReadPartAsync(segment, reader, composed, position, cancellationToken);

                // Another making does not go on where this one was: it is read from its start, and joined.
                if (part.Error is null && part.Making != making && bytes > 0)
                {
                    audio.Restart();
                    (bytes, isOfOnePiece, making) = (0, false, part.Making);
                    continue;
                }

                (isLast, making) = (part.IsLast, part.Making);
                bytes += part.Blocks.Sum(block => block.Length);
                marks += part.Marks.Length;
                if (part.Name is not null)
                    names.Keep(key, part);
                yield return new ReadPart(AsTyped(part with { Blocks = NewOf(part, audio) }, text), isOfOnePiece);
            }
        }
        finally
        {
            if (!isLast)
                segment.Leave(reader).Ignore();
        }
    }

    private static byte[][] NewOf(SegmentPart part, ResumedAudio audio)
    {
        byte[][] blocks = [.. part.Blocks.Select(audio.Add)];
        return part.IsLast ? [.. blocks, audio.End()] : blocks;
    }

    private static SegmentPart AsTyped(SegmentPart part, ComposedText text) =>
        text.IsAsTyped ? part : part with { Marks = [.. part.Marks.Select(mark => AsTyped(mark, text))] };

    private static SegmentMark AsTyped(SegmentMark mark, ComposedText text)
    {
        var start = text.OriginOf(mark.TextOffset);
        return mark with { TextOffset = start, TextLength = text.OriginOf(mark.TextOffset + mark.TextLength) - start };
    }

    private async Task<SegmentPart> ReadPartAsync(
        ISegmentGrain segment, Guid reader, SegmentRequest request, Position at, CancellationToken cancellationToken)
    {
        long? failsSince = null;
        while (true)
        {
            try
            {
                var reading = segment.Read(reader, request, at.Bytes, at.Marks, at.Demand, at.ByName);
                var part = reading.IsCompletedSuccessfully
                    ? reading.Result
                    : await reading.AsTask().WaitAsync(AnswerTimeout, time, cancellationToken);
                if (part.Error is not { Code: SpeechErrorCode.Unavailable })
                    return part;
            }
            catch (TimeoutException)
            {
                // It may have to wait for its turn; or its silo went without a word, and then the next read is elsewhere.
                failsSince = null;
                continue;
            }
            catch (OrleansException)
            {
                // Its silo is gone or not reachable: a later read finds the segment elsewhere, or makes it anew.
            }

            failsSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(failsSince.Value) >= Patience)
                return SegmentPart.Failed(Unavailable);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private readonly record struct Position(int Bytes, int Marks, bool ByName, SegmentDemand Demand);
}

/// <param name="Part">What has come.</param>
/// <param name="IsOfOnePiece">Otherwise it was joined from several makings, and what was joined is nowhere else to be had.</param>
internal readonly record struct ReadPart(SegmentPart Part, bool IsOfOnePiece);

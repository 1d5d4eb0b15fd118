using System.Runtime.InteropServices;
using CsCheck;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Tests.Speech.Engines.Workers;

/// <summary>
/// The model is a sound that every attempt repeats from its start, each a few samples early or late: joined well, it
/// comes out sample for sample.
/// </summary>
public sealed class ResumingSinkTests
{
    private const int Samples = 6000;

    /// <summary>From here on the whole search for the seam has sound to compare.</summary>
    private const int Settled = 384;

    private const int Reach = 128;

    private static readonly Gen<Attempt> AnyAttempt =
        Gen.Select(Gen.Int[-20, 20], Gen.Int[Settled, Samples + 40], Gen.Int[1, 3000].Array[1, 5])
            .Select((late, broke, blocks) => new Attempt(late, broke, blocks));

    [Fact]
    public void Whatever_point_the_attempts_broke_at_the_sound_has_no_gap_and_no_repetition() =>
        Gen.Select(Gen.Int, AnyAttempt.Array[0, 2], AnyAttempt).Sample(
            (seed, broken, last) =>
            {
                var sound = Noise(seed);
                var heard = new RecordingSink();
                var sink = new ResumingSink(heard);

                foreach (var attempt in broken)
                {
                    Play(sink, attempt.Of(sound).Take(attempt.Broke), attempt.Blocks);
                    sink.Restart();
                }

                Play(sink, last.Of(sound), last.Blocks);
                sink.Complete();

                // The first attempt that is heard decides where the sound begins.
                Assert.Equal((broken.Length > 0 ? broken[0] : last).Of(sound), heard.Samples);
            },
            iter: 300);

    [Fact]
    public void A_sound_that_differs_a_little_is_joined_at_the_right_place() =>
        Gen.Select(Gen.Int, Gen.Int[Settled, Samples], Gen.Int[-20, 20]).Sample(
            (seed, broke, late) =>
            {
                var sound = Noise(seed);
                var heard = Resume(sound[..broke], new Attempt(late, 0, [1000]).Of([.. sound.Select(s => (short)(s * 0.97))]));

                Assert.Equal(Samples, heard.Length);
                // Three parts in a hundred, and as much again while the step is faded out.
                Assert.All(heard.Zip(sound), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 620));
            },
            iter: 100);

    [Fact]
    public void In_silence_the_seam_lies_where_the_first_attempt_broke_off() =>
        Gen.Select(Gen.Int[1, Samples], Gen.Int[-20, 20]).Sample((broke, late) =>
            Assert.Equal(Math.Max(broke, Samples + late), Resume(new short[broke], new short[Samples + late]).Length));

    [Fact]
    public void Broken_off_at_its_very_beginning_the_sound_is_as_long_as_it_should_be_but_for_the_reach_of_the_seam() =>
        Gen.Select(Gen.Int, Gen.Int[0, Settled]).Sample((seed, broke) =>
        {
            var sound = Noise(seed);
            var heard = Resume(sound[..broke], sound);

            Assert.Equal(sound[..broke], heard[..broke]);
            Assert.InRange(heard.Length, Samples - Reach, Samples + Reach);
        });

    [Fact]
    public void Each_mark_is_heard_once_in_order() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 20]).Sample((first, second, third) =>
        {
            var heard = new RecordingSink();
            var sink = new ResumingSink(heard);

            foreach (var marks in new[] { first, second, third })
            {
                sink.Restart();
                for (var i = 0; i < marks; i++)
                    sink.OnMark(new SpeechMark(MarkKind.Word, i, 1, i * 100));
            }

            Assert.Equal(Enumerable.Range(0, Math.Max(first, Math.Max(second, third))), heard.Marks.Select(m => m.TextOffset));
        });

    private static short[] Resume(short[] first, short[] second)
    {
        var heard = new RecordingSink();
        var sink = new ResumingSink(heard);
        Play(sink, first, [700]);
        sink.Restart();
        Play(sink, second, [900]);
        sink.Complete();
        return heard.Samples;
    }

    private static void Play(ResumingSink sink, IEnumerable<short> sound, int[] blocks)
    {
        var rest = sound.ToArray().AsSpan();
        for (var i = 0; rest.Length > 0; i++)
        {
            var block = rest[..Math.Min(blocks[i % blocks.Length], rest.Length)];
            sink.OnAudio(MemoryMarshal.AsBytes(block).ToArray());
            rest = rest[block.Length..];
        }
    }

    private static short[] Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Samples).Select(_ => (short)random.Next(-10_000, 10_000))];
    }

    /// <param name="Late">Samples by which the sound comes later than it should; below zero, earlier.</param>
    /// <param name="Broke">After how many samples the attempt broke off, unless it is the last.</param>
    /// <param name="Blocks">Sizes of its blocks.</param>
    private sealed record Attempt(int Late, int Broke, int[] Blocks)
    {
        public short[] Of(short[] sound) => Late >= 0 ? [.. new short[Late], .. sound] : sound[-Late..];
    }
}

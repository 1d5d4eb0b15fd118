using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Sessions.Keeping;

namespace Speeko.Tests.Grains.Sessions.Keeping;

/// <summary>A pace in virtual time.</summary>
public sealed class WritePaceTests
{
    private const int LongestPauseMs = 900;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    [Fact]
    public void However_often_it_is_wanted_it_is_done_a_few_times_in_a_row_and_then_once_a_period() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, LongestPauseMs].Array[1, 200]).Sample((burst, pauses) =>
        {
            var time = new FakeTimeProvider();
            var pace = new WritePace(burst, Period, time);
            var done = new List<TimeSpan>();
            var now = TimeSpan.Zero;
            foreach (var pause in pauses.Select(ms => TimeSpan.FromMilliseconds(ms)))
            {
                if (pace.Rest <= TimeSpan.Zero)
                {
                    pace.Take(TimeSpan.Zero);
                    done.Add(now);
                }

                time.Advance(pause);
                now += pause;
            }

            for (var i = 0; i + burst < done.Count; i++)
                Assert.True(done[i + burst] - done[i] >= Period, $"{burst + 1} within {done[i + burst] - done[i]}");

            // Who asks seldom comes late.
            var seldom = Period + TimeSpan.FromMilliseconds(LongestPauseMs);
            Assert.True(done.Count >= Math.Floor(now / seldom), $"{done.Count} in {now}");
        });

    [Fact]
    public void What_costs_more_is_done_the_seldomer()
    {
        var time = new FakeTimeProvider();
        var pace = new WritePace(burst: 1, Period, time);
        pace.Take(2 * Period);

        Assert.Equal(3 * Period, pace.Rest);
        time.Advance(3 * Period);
        Assert.Equal(TimeSpan.Zero, pace.Rest);
    }
}

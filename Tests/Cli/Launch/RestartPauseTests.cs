using Microsoft.Extensions.Time.Testing;
using Speeko.Cli.Launch;

namespace Speeko.Tests.Cli.Launch;

public sealed class RestartPauseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Pauses_grow_to_half_a_minute()
    {
        var pause = new RestartPause(_clock);
        pause.Begin();

        var pauses = Enumerable.Range(0, 10).Select(_ => pause.Next().TotalSeconds).ToList();

        Assert.Equal(0.2, pauses[0]);
        Assert.Equal(0.4, pauses[1]);
        Assert.Equal(30, pauses[^1]);
    }

    [Fact]
    public void A_run_that_lasted_makes_the_next_pause_short_again()
    {
        var pause = new RestartPause(_clock);
        pause.Begin();
        _ = pause.Next();
        _ = pause.Next();

        pause.Begin();
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(0.2, pause.Next().TotalSeconds);
    }
}

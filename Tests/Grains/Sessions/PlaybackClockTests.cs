using Microsoft.Extensions.Time.Testing;
using Speeko.Grains.Sessions;

namespace Speeko.Tests.Grains.Sessions;

public sealed class PlaybackClockTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PlaybackClock _clock;

    public PlaybackClockTests() => _clock = new PlaybackClock(_time);

    [Fact]
    public void A_listener_who_has_nothing_is_dry_now()
    {
        Assert.Equal(Now, _clock.RunsDryAtMs());
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(Now, _clock.RunsDryAtMs());
    }

    [Fact]
    public void What_was_sent_lasts_behind_what_is_still_playing()
    {
        var start = Now;
        _clock.Advance(1000);
        _time.Advance(TimeSpan.FromMilliseconds(400));
        _clock.Advance(500);

        Assert.Equal(start + 1500, _clock.RunsDryAtMs());
    }

    [Fact]
    public void After_a_pause_the_clock_starts_from_now()
    {
        _clock.Advance(1000);
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.Advance(200);

        Assert.Equal(Now + 200, _clock.RunsDryAtMs());
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();
}

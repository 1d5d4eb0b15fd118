using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class RetryPauseTests
{
    private static readonly SpeechError Overloaded = new(SpeechErrorCode.Overloaded, "Later.", Limit: 4, RetryAfterSeconds: 4);

    private readonly FakeTimeProvider _time = new();
    private readonly RetryPause _pause;

    public RetryPauseTests() => _pause = new(_time);

    [Fact]
    public void Who_comes_too_soon_is_told_again_how_long_it_has_to_wait()
    {
        var pause = new RetryPause(_time);
        pause.Told(Overloaded with { RetryAfterSeconds = 1 });
        Assert.Equal(Overloaded with { RetryAfterSeconds = 1 }, pause.Refuse());

        _pause.Told(Overloaded);
        _time.Advance(RetryPause.Longest * 0.49);

        Assert.Equal(Overloaded, _pause.Refuse());
        Assert.Equal(Overloaded with { RetryAfterSeconds = 1 }, pause.Refuse());
    }

    [Fact]
    public void Who_was_told_to_wait_for_long_may_knock_once_a_second()
    {
        _pause.Told(Overloaded);

        _time.Advance(RetryPause.Longest);

        Assert.Null(_pause.Refuse());
    }

    [Fact]
    public void Those_who_were_refused_at_once_are_not_let_through_at_once()
    {
        var pauses = Enumerable.Range(0, 200).Select(_ => new RetryPause(_time)).ToArray();
        foreach (var pause in pauses)
            pause.Told(Overloaded);
        var step = RetryPause.Longest / 8;
        var refused = new List<int>();
        for (var waited = TimeSpan.Zero; waited <= RetryPause.Longest; waited += step)
        {
            refused.Add(pauses.Count(pause => pause.Refuse() is not null));
            _time.Advance(step);
        }

        // All of them up to half of the time, and then fewer and fewer.
        Assert.Equal([200, 200, 200, 200], refused[..4]);
        Assert.All(refused[5..].Zip(refused[4..]), pair => Assert.True(pair.First < pair.Second, string.Join(' ', refused)));
        Assert.Equal(0, refused[^1]);
    }

    [Fact]
    public void Being_told_again_makes_nobody_wait_longer()
    {
        _pause.Told(Overloaded);
        _time.Advance(RetryPause.Longest * 0.49);
        Assert.NotNull(_pause.Refuse());

        _time.Advance(RetryPause.Longest * 0.51);

        Assert.Null(_pause.Refuse());
    }

    [Fact]
    public void Other_failures_keep_nobody_from_asking_again()
    {
        _pause.Told(null);
        _pause.Told(new SpeechError(SpeechErrorCode.EngineFailed, "No.", RetryAfterSeconds: 1));

        Assert.Null(_pause.Refuse());
    }
}

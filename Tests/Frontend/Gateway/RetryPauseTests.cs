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
        _pause.Told(Overloaded);
        Assert.Equal(Overloaded, _pause.Refuse());

        _time.Advance(TimeSpan.FromSeconds(1.9));

        Assert.Equal(Overloaded with { RetryAfterSeconds = 3 }, _pause.Refuse());
    }

    [Fact]
    public void Who_comes_when_it_was_told_to_is_let_through()
    {
        _pause.Told(Overloaded);

        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Null(_pause.Refuse());
    }

    [Fact]
    public void Those_who_were_refused_at_once_are_not_let_through_at_once()
    {
        var pauses = Enumerable.Range(0, 200).Select(_ => new RetryPause(_time)).ToArray();
        foreach (var pause in pauses)
            pause.Told(Overloaded);
        var stillToldSo = new List<int>();
        for (var waited = TimeSpan.Zero; waited <= TimeSpan.FromSeconds(4); waited += TimeSpan.FromSeconds(0.5))
        {
            stillToldSo.Add(pauses.Count(pause => pause.Refuse() is not null));
            _time.Advance(TimeSpan.FromSeconds(0.5));
        }

        // All of them up to half of the time, and then fewer and fewer.
        Assert.Equal([200, 200, 200, 200], stillToldSo[..4]);
        Assert.All(stillToldSo[5..].Zip(stillToldSo[4..]), pair => Assert.True(pair.First < pair.Second, string.Join(' ', stillToldSo)));
        Assert.Equal(0, stillToldSo[^1]);
    }

    [Fact]
    public void Being_told_again_makes_nobody_wait_longer()
    {
        _pause.Told(Overloaded);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.NotNull(_pause.Refuse());

        _time.Advance(TimeSpan.FromSeconds(2.1));

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

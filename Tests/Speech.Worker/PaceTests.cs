using CsCheck;
using Speeko.Speech.Worker;

namespace Speeko.Tests.Speech.Worker;

public sealed class PaceTests
{
    [Theory]
    [InlineData(1, 175, 1)]
    [InlineData(2, 350, 1)]
    [InlineData(0.5, 88, 1)]
    [InlineData(4, 450, 700.0 / 450)]
    [InlineData(0.25, 80, 43.75 / 80)]
    public void The_engine_goes_as_far_as_it_can_and_the_rest_is_stretched(double rate, int wordsPerMinute, double remainder)
    {
        var pace = Pace.Of(rate);

        Assert.Equal(wordsPerMinute, pace.WordsPerMinute);
        Assert.Equal(remainder, pace.Remainder, precision: 6);
    }

    [Fact]
    public void Both_together_make_the_rate() => Gen.Double[0.25, 4].Sample(rate =>
    {
        var pace = Pace.Of(rate);

        Assert.InRange(pace.WordsPerMinute, 80, 450);
        Assert.InRange(pace.WordsPerMinute * pace.Remainder, (175 * rate) - 0.51, (175 * rate) + 0.51);
    });
}

using Speeko.Grains.Interfaces;
using Speeko.Grains.Synthesis;
using Speeko.Speech.Engines;

namespace Speeko.Tests.Grains.Synthesis;

public sealed class SynthesisFailureTests
{
    [Theory]
    [InlineData(SynthesisStatus.Completed)]
    [InlineData(SynthesisStatus.Cancelled)]
    public void What_ended_as_it_should_is_no_error(SynthesisStatus status) =>
        Assert.Null(SynthesisFailure.From(new SynthesisResult(status)));

    [Theory]
    [InlineData(SynthesisStatus.TextRejected, SpeechErrorCode.TextRejected, false)]
    [InlineData(SynthesisStatus.TimedOut, SpeechErrorCode.EngineFailed, true)]
    [InlineData(SynthesisStatus.EngineFailed, SpeechErrorCode.EngineFailed, true)]
    public void A_failure_has_words_and_says_whether_trying_again_makes_sense(
        SynthesisStatus status, SpeechErrorCode code, bool tryAgain)
    {
        var error = SynthesisFailure.From(new SynthesisResult(status));
        var detailed = SynthesisFailure.From(new SynthesisResult(status, "What happened."));

        Assert.Equal((code, tryAgain), (error!.Code, error.RetryAfterSeconds is not null));
        Assert.NotEmpty(error.Message);
        Assert.Equal("What happened.", detailed!.Message);
    }

    [Fact]
    public void Every_other_way_to_end_is_an_error() => Assert.All(
        Enum.GetValues<SynthesisStatus>().Except([SynthesisStatus.Completed, SynthesisStatus.Cancelled]),
        status => Assert.NotNull(SynthesisFailure.From(new SynthesisResult(status))));
}

using Speeko.Grains.Interfaces;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;
using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Grains.Sessions;

public sealed class SessionErrorsTests
{
    private readonly SessionOptions _options = new() { MaxQueuedUtterances = 2, MaxPendingChars = 1000 };

    [Fact]
    public void Text_within_the_limits_is_taken()
    {
        Assert.Null(Judge("Hello.", QueueOf("", ""), startsUtterance: true, isWhole: true));
        Assert.Null(Judge(new string('a', 1000), QueueOf(), startsUtterance: true, isWhole: true));
    }

    [Fact]
    public void Whole_text_must_hold_something_to_say_and_a_part_need_not()
    {
        Assert.Equal(SpeechErrorCode.NothingToSpeak, Judge("...", QueueOf(), startsUtterance: true, isWhole: true)?.Code);
        Assert.Null(Judge(" ", QueueOf(), startsUtterance: true, isWhole: false));
    }

    [Fact]
    public void Beside_the_utterance_being_spoken_only_so_many_may_wait()
    {
        var full = QueueOf("", "", "");

        var error = Judge("Hello.", full, startsUtterance: true, isWhole: false);
        Assert.Equal((SpeechErrorCode.TooLarge, 2.0), (error?.Code, error?.Limit));
        Assert.NotNull(Judge("Hello.", full, startsUtterance: false, isWhole: true));
        Assert.Null(Judge("more", full, startsUtterance: false, isWhole: false));
    }

    [Fact]
    public void Text_that_waits_is_bounded_and_what_was_spoken_no_longer_counts()
    {
        var waiting = QueueOf(new string('a', 600), new string('b', 300));

        var error = Judge(new string('c', 101), waiting, startsUtterance: false, isWhole: false);
        Assert.Equal((SpeechErrorCode.TooLarge, "text", 1000.0), (error?.Code, error?.Field, error?.Limit));
        Assert.Null(Judge(new string('c', 100), waiting, startsUtterance: false, isWhole: false));

        waiting[0].MarkSpoken(new Sentence(0, new string('a', 600)));
        Assert.Null(Judge(new string('c', 700), waiting, startsUtterance: false, isWhole: false));
    }

    private SpeechError? Judge(string text, IReadOnlyCollection<Utterance> queue, bool startsUtterance, bool isWhole) =>
        SessionErrors.OfText(text, queue, startsUtterance, isWhole, _options);

    private static Utterance[] QueueOf(params string[] texts) => [.. texts.Select((text, index) =>
    {
        var utterance = new Utterance(
            "en-us", new AudioFormat(AudioContainer.Pcm, 22050, 1), new UtteranceState { Index = index, Settings = new(), Text = "" });
        utterance.Append(text);
        return utterance;
    })];
}

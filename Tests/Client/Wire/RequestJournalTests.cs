using Speeko.Client;
using Speeko.Client.Wire;
using Request = Speeko.Client.Wire.Request;

namespace Speeko.Tests.Client.Wire;

public sealed class RequestJournalTests
{
    private readonly RequestJournal _journal = new();

    [Fact]
    public void Text_of_which_a_part_came_through_is_said_again_from_there()
    {
        Ask(Append("One two "), Append("three "), Append("four."));

        Assert.Equal(["append:ree four."], Missing(new AskedSoFar(1, 10)));
    }

    [Fact]
    public void A_flush_that_was_lost_is_said_again()
    {
        Ask(Append("One."), new Request("flush"));

        Assert.Equal(["flush:"], Missing(new AskedSoFar(1, 4)));
        Assert.Empty(Missing(new AskedSoFar(1, null))!);
    }

    [Fact]
    public void Text_that_is_whole_ends_the_open_utterance_so_no_flush_is_made_up()
    {
        Ask(Append("One."), Speak("Two."));

        Assert.Equal(["append:e.", "speak:Two."], Missing(new AskedSoFar(1, 2)));
    }

    [Fact]
    public void A_cancel_that_was_lost_is_said_again_before_what_follows_it()
    {
        Ask(Speak("Long."), new Request("cancel"), Speak("Short."));

        Assert.Equal(["cancel:", "speak:Short."], Missing(new AskedSoFar(1, null)));
    }

    [Fact]
    public void A_cancel_that_came_through_is_not_said_behind_what_follows_it()
    {
        Ask(Speak("Long."), new Request("cancel"), Speak("Short."));

        Assert.Empty(Missing(new AskedSoFar(2, null))!);

        // Also when that connection is lost before it is of use.
        Assert.Empty(Missing(new AskedSoFar(2, null))!);
        Assert.Equal([1, 0], [_journal.TakeLostAnswers(), _journal.TakeLostAnswers()]);
    }

    /// <summary>The frontend that answered may have been lost before it told the session.</summary>
    [Fact]
    public void A_cancel_that_was_answered_is_said_again_until_something_follows_it()
    {
        Ask(Speak("Long."), new Request("cancel"));
        _journal.Follow(new SpeechCancelled("", "Long.", 0));

        var missing = _journal.TakeMissing(new AskedSoFar(1, null));
        Assert.Equal(("cancel", 1), (Assert.Single(missing!.Requests).Type, missing.KnownAnswers));

        Ask(Speak("Short."));
        _journal.Follow(new SpeechStarted(Guid.Empty, 1, "pcm", 22050, 1, 7));
        Assert.Empty(Missing(new AskedSoFar(2, null))!);
    }

    [Fact]
    public void What_was_spoken_to_its_end_or_failed_is_forgotten()
    {
        Ask(Speak("One."), Speak("Two."), Speak("Three."));
        _journal.Follow(new SpeechCompleted(0, 0, 0));
        _journal.Follow(new SpeechFailed(new SpeechError("engine_failed", ""), Utterance: 1));

        Assert.Equal(["speak:Three."], Missing(new AskedSoFar(0, null)));
    }

    [Fact]
    public void What_was_refused_is_not_said_again()
    {
        Ask(Speak("One."));
        _journal.Follow(new SpeechFailed(new SpeechError("unknown_voice", "")));
        Ask(Speak("Two."));

        Assert.Equal(["speak:Two."], Missing(new AskedSoFar(0, null)));
    }

    [Fact]
    public void Of_several_it_is_not_known_which_was_refused_until_all_are_through()
    {
        Ask(Speak("One."), Speak("Two."));
        _journal.Follow(new SpeechFailed(new SpeechError("too_large", "")));

        Assert.Null(Missing(new AskedSoFar(1, null)));

        _journal.Follow(new SpeechCompleted(1, 0, 0));
        Assert.Empty(Missing(new AskedSoFar(1, null))!);
    }

    [Fact]
    public void A_server_that_was_asked_for_more_than_that_is_not_this_ones()
    {
        Ask(Append("One."));

        Assert.Null(Missing(new AskedSoFar(2, null)));
        Assert.Null(Missing(new AskedSoFar(1, 5)));
    }

    [Fact]
    public void A_new_session_is_told_everything_in_few_pieces_that_split_no_character()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("😀", 20_000));
        Ask([.. text.Chunk(100).Select(part => Append(new string(part)))]);

        var requests = _journal.TakeMissing(default)!.Requests;

        Assert.Equal(3, requests.Count);
        Assert.Equal(text, string.Concat(requests.Select(request => request.Text)));
        Assert.All(requests, request => Assert.False(char.IsLowSurrogate(request.Text![0])));
    }

    private static Request Speak(string text) => Request.Of("speak", text, SpeechSettings.Default);

    private static Request Append(string text) => Request.Of("append", text, SpeechSettings.Default);

    private void Ask(params Request[] requests)
    {
        foreach (var request in requests)
            _journal.Add(request);
    }

    private IEnumerable<string>? Missing(AskedSoFar asked) =>
        _journal.TakeMissing(asked)?.Requests.Select(request => $"{request.Type}:{request.Text}");
}

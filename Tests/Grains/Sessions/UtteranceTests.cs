using CsCheck;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;
using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Grains.Sessions;

public sealed class UtteranceTests
{
    private readonly Utterance _utterance = new(0, "en-us", 1, new AudioFormat(AudioContainer.Pcm, 22050, 1));

    [Fact]
    public Task The_sentences_joined_are_the_text_however_it_came() =>
        Gen.Select(Gen.Char["ab. !?\n"].Array[0, 12], Gen.Bool).Array[0, 12].SampleAsync(async parts =>
        {
            var utterance = new Utterance(0, "en-us", 1, new AudioFormat(AudioContainer.Pcm, 22050, 1));
            foreach (var (part, stalls) in parts)
            {
                utterance.Append(new string(part));
                if (stalls)
                    utterance.Flush();
            }

            utterance.Complete();
            var (text, offset) = (string.Concat(parts.Select(part => new string(part.Item1))), 0L);
            var spoken = "";
            while (await utterance.NextAsync(CancellationToken.None) is { } sentence)
            {
                Assert.Equal(offset, sentence.Offset);
                Assert.Equal(text.Length - offset, utterance.PendingChars);
                utterance.MarkSpoken(sentence);
                (offset, spoken) = (offset + sentence.Raw.Length, spoken + sentence.Raw);
                Assert.Equal((spoken.Trim(), text[spoken.Length..].Trim()), (utterance.TextSpoken, utterance.TextRemaining));
            }

            Assert.Equal(text, spoken);
            Assert.Equal(0, utterance.PendingChars);
        });

    [Fact]
    public Task Who_waits_gets_a_sentence_when_its_end_is_certain() => GrainTurns.RunAsync(async () =>
    {
        var next = _utterance.NextAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);

        _utterance.Append("Hello there. And then ");
        Assert.Equal("Hello there.", (await next)?.Spoken);
        Assert.False(_utterance.NextAsync(CancellationToken.None).IsCompleted);
    });

    [Fact]
    public Task A_flush_speaks_what_there_is_and_the_utterance_goes_on() => GrainTurns.RunAsync(async () =>
    {
        _utterance.Append("Half a sen");
        _utterance.Flush();
        Assert.Equal("Half a sen", await NextAsync());

        var next = _utterance.NextAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        _utterance.Append("tence.");
        _utterance.Complete();
        Assert.Equal((10, "tence."), ((await next)?.Offset, (await next)?.Spoken));
        Assert.Null(await NextAsync());
    });

    [Fact]
    public Task The_end_comes_also_to_who_waits_for_text() => GrainTurns.RunAsync(async () =>
    {
        var next = _utterance.NextAsync(CancellationToken.None);

        _utterance.Complete();
        Assert.Null(await next);
        Assert.True(_utterance.IsWhole);
    });

    [Fact]
    public Task A_wait_that_is_cancelled_loses_no_sentence() => GrainTurns.RunAsync(async () =>
    {
        using var cancel = new CancellationTokenSource();
        var next = _utterance.NextAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);

        _utterance.Append("Still here.");
        _utterance.Flush();
        Assert.Equal("Still here.", await NextAsync());
    });

    [Fact]
    public void Only_what_was_marked_spoken_counts_as_spoken()
    {
        _utterance.Append("One. Two.");
        _utterance.MarkSpoken(new Sentence(0, "One. "));

        Assert.Equal(("One.", "Two.", 4L), (_utterance.TextSpoken, _utterance.TextRemaining, _utterance.PendingChars));
    }

    private async Task<string?> NextAsync() => (await _utterance.NextAsync(CancellationToken.None))?.Spoken;

    [Fact]
    public async Task An_utterance_that_goes_on_for_hours_forgets_what_it_said_long_ago()
    {
        const string text = "This is said again and again. ";
        var sentences = 0;
        while (sentences * text.Length < 5 * Utterance.MaxSpokenChars)
        {
            _utterance.Append(text);
            while (_utterance.PendingChars > text.Length && await _utterance.NextAsync(CancellationToken.None) is { } sentence)
            {
                sentences++;
                _utterance.MarkSpoken(sentence);
            }
        }

        Assert.InRange(_utterance.TextSpoken.Length, Utterance.MaxSpokenChars - text.Length, 2 * Utterance.MaxSpokenChars);
        Assert.Equal(text.Trim(), _utterance.TextRemaining);
    }
}

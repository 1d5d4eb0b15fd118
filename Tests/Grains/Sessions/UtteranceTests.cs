using CsCheck;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Sessions;
using Speeko.Speech.Segmentation;

namespace Speeko.Tests.Grains.Sessions;

public sealed class UtteranceTests
{
    private static readonly AudioFormat Pcm = new(AudioContainer.Pcm, 22050, 1);

    private readonly Utterance _utterance = New();

    [Fact]
    public Task The_sentences_joined_are_the_text_however_it_came() =>
        Gen.Select(Gen.Char["ab. !?\n"].Array[0, 12], Gen.Bool).Array[0, 12].SampleAsync(async parts =>
        {
            var utterance = New();
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

        Assert.Equal((4L, 9L), (_utterance.PendingChars, _utterance.TextEnd));
    }

    [Fact]
    public Task What_goes_on_from_another_silo_keeps_its_place_in_the_text() => GrainTurns.RunAsync(async () =>
    {
        var asked = new UtteranceState
        {
            Index = 2,
            Settings = new(),
            Text = "Second. Third.",
            TextStart = 7,
            SentenceBytes = 100,
            AudioBytes = 900,
            HasBegun = true,
        };
        var utterance = new Utterance("en-us", Pcm, asked);
        utterance.Append(asked.Text);
        utterance.Complete();

        var second = (await utterance.NextAsync(CancellationToken.None))!.Value;
        Assert.Equal((7L, 100, 0), (second.Offset, utterance.TakeHeard().Bytes, utterance.TakeHeard().Bytes));
        utterance.MarkSpoken(second);
        Assert.Equal((6L, 21L, 900L), (utterance.PendingChars, utterance.TextEnd, utterance.AudioBytes));
    });

    private static Utterance New() => new("en-us", Pcm, new UtteranceState { Index = 0, Settings = new(), Text = "" });

    private async Task<string?> NextAsync() => (await _utterance.NextAsync(CancellationToken.None))?.Spoken;
}

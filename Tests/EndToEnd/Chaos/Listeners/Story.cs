namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>A text of which it is plain where its sentences are.</summary>
internal sealed record Story(string[] Sentences)
{
    public string Text { get; } = string.Join(' ', Sentences);

    /// <summary>Where each sentence starts in the text.</summary>
    public long[] Offsets { get; } = [.. Sentences.Select((_, index) => Sentences.Take(index).Sum(sentence => sentence.Length + 1L))];

    /// <summary>One that nobody else hears.</summary>
    public static Story Of(int listener, int number, int length) => new(
        [.. Enumerable.Range(1, length).Select(i => $"Listener {listener} hears sentence {i} of story {number}.")]);

    /// <summary>One that many hear.</summary>
    public static Story ForAll(int number, int length) => new(
        [.. Enumerable.Range(1, length).Select(i => $"Everybody knows sentence {i} of tale {number}.")]);
}

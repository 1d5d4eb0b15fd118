namespace Speeko.Speech.Segmentation;

/// <summary>Finds the sentences of a text while it comes in.</summary>
public sealed class SentenceSegmenter
{
    private string _text = "";
    private long _offset;

    /// <summary>Takes text in and adds the sentences whose end is certain.</summary>
    public void Append(ReadOnlySpan<char> text, ICollection<Sentence> sentences)
    {
        _text += text.ToString();
        int end;
        while ((end = _text.IndexOfAny(['.', '!', '?'])) >= 0 && end + 1 < _text.Length)
            Take(end + 1, sentences);
    }

    /// <summary>Adds what is left as the last sentence.</summary>
    public void Flush(ICollection<Sentence> sentences)
    {
        if (_text.Length > 0)
            Take(_text.Length, sentences);
    }

    private void Take(int length, ICollection<Sentence> sentences)
    {
        sentences.Add(new Sentence(_offset, _text[..length]));
        _offset += length;
        _text = _text[length..];
    }
}

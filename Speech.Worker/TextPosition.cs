namespace Speeko.Speech.Worker;

internal static class TextPosition
{
    /// <summary>Where the <paramref name="codePoint"/>th code point of a text starts in UTF-16; bounded by its ends.</summary>
    public static int ToUtf16(string text, int codePoint)
    {
        var index = 0;
        for (var i = 0; i < codePoint && index < text.Length; i++)
            index += char.IsHighSurrogate(text[index]) && index + 1 < text.Length ? 2 : 1;
        return index;
    }
}

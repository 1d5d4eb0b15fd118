namespace Speeko.Speech.Segmentation;

internal enum FollowingKind
{
    /// <summary>The characters that decide have not come yet.</summary>
    NeedMore,

    /// <summary>The text is over.</summary>
    Nothing,

    /// <summary>An empty line.</summary>
    Paragraph,

    /// <summary>A list item, on a line of its own or behind a bullet.</summary>
    Item,

    /// <summary>A character without white space before it.</summary>
    Attached,

    Upper,

    Lower,

    /// <summary>A letter of a script without capitals.</summary>
    Uncased,

    Digit,

    /// <summary>Another stop.</summary>
    Stop,

    /// <summary>Punctuation that goes on with a sentence, such as a comma.</summary>
    Clause,

    Dash,

    /// <summary>Anything else: currency, emoji, "#".</summary>
    Symbol,
}

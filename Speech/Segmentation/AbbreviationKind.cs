namespace Speeko.Speech.Segmentation;

/// <summary>How much of a full stop there is in the point of an abbreviation.</summary>
internal enum AbbreviationKind
{
    /// <summary>No abbreviation: the point is a full stop.</summary>
    None,

    /// <summary>Something always follows, as a name follows "Dr.".</summary>
    Leads,

    /// <summary>Abbreviates before a number only: "No. 5", but "No. I won't."</summary>
    BeforeNumber,

    /// <summary>"a.m.", "p.m.".</summary>
    Time,

    /// <summary>May stand anywhere, at the end too: "Co.", "U.S.", an initial. Only a sure start of a sentence ends it.</summary>
    Anywhere,

    /// <summary>Closes an enumeration; before a capital that is mostly the end of the sentence too.</summary>
    EndsBeforeCapital,
}

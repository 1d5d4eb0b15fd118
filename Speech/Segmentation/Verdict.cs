namespace Speeko.Speech.Segmentation;

/// <summary>What a rule makes of one place in the text.</summary>
/// <param name="Kind">Whether a sentence ends there.</param>
/// <param name="End">Index of the first character of the next sentence; only of a boundary.</param>
internal readonly record struct Verdict(VerdictKind Kind, int End)
{
    public static readonly Verdict NotBoundary = new(VerdictKind.NotBoundary, 0);

    public static readonly Verdict NeedMore = new(VerdictKind.NeedMore, 0);

    public static Verdict Boundary(int end) => new(VerdictKind.Boundary, end);

    public static Verdict BoundaryIf(bool condition, int end) => condition ? Boundary(end) : NotBoundary;
}

internal enum VerdictKind
{
    /// <summary>The sentence goes on.</summary>
    NotBoundary,

    /// <summary>The characters that decide have not come yet.</summary>
    NeedMore,

    /// <summary>A sentence ends here, whatever comes next.</summary>
    Boundary,
}

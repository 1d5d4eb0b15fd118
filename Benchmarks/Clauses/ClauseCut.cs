using Speeko.Speech.Engines;

namespace Speeko.Benchmarks.Clauses;

/// <summary>One sentence, spoken whole and in two pieces.</summary>
/// <param name="CharsSaved">That need not have come before the first sound.</param>
/// <param name="LongerMs">Both pieces against the whole.</param>
/// <param name="PauseWholeMs">Silence behind the clause.</param>
/// <param name="PauseCutMs">The same where the pieces meet.</param>
/// <param name="PitchCut">Of the end of the clause, alone against whole, in semitones.</param>
/// <param name="PitchAgain">Of the same, whole against whole again.</param>
/// <param name="LastWordPercent">Length of the last word of the clause, alone against whole.</param>
internal sealed record ClauseCut(
    int CharsSaved, double LongerMs, double PauseWholeMs, double PauseCutMs, double PitchCut, double PitchAgain, double LastWordPercent)
{
    public static async Task<ClauseCut> MeasureAsync(ISpeechEngine engine, string[] pieces)
    {
        var rest = pieces[1].TrimStart();
        var text = pieces[0] + ' ' + rest;
        var (whole, again) = (await Spoken.ByAsync(engine, text), await Spoken.ByAsync(engine, text));
        var (clause, remainder) = (await Spoken.ByAsync(engine, pieces[0]), await Spoken.ByAsync(engine, rest));
        var (end, endAgain) = (whole.EndBefore(whole.StartOf(pieces[0].Length + 1)), again.EndBefore(again.StartOf(pieces[0].Length + 1)));
        var endAlone = clause.EndBefore(clause.Samples.Length);
        var lastWord = pieces[0].LastIndexOf(' ') + 1;
        return new ClauseCut(
            text.Length - pieces[0].Length,
            clause.Ms(clause.Samples.Length) + remainder.Ms(remainder.Samples.Length) - whole.Ms(whole.Samples.Length),
            whole.Ms(whole.SoundFrom(end) - end),
            clause.Ms(clause.Samples.Length - endAlone) + remainder.Ms(remainder.SoundFrom(0)),
            Semitones(clause.PitchBefore(endAlone), whole.PitchBefore(end)),
            Semitones(again.PitchBefore(endAgain), whole.PitchBefore(end)),
            100.0 * (endAlone - clause.StartOf(lastWord)) / (end - whole.StartOf(lastWord)));
    }

    private static double Semitones(double one, double other) => 12 * Math.Log2(one / other);
}

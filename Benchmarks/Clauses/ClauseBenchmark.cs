using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Benchmarks.Clauses;

/// <summary>
/// Measures what it would bring, and do to the sound, to speak the first clause of an answer before its sentence is whole:
/// <c>dotnet run -c Release --project Benchmarks -- clause</c>. Speaks each sentence whole, whole again (espeak-ng does not repeat
/// itself to the sample), and as its first clause and the rest. Prints a table in Markdown.
/// </summary>
internal static class ClauseBenchmark
{
    private const int CharsPerToken = 4;
    private static readonly int[] TokensPerSecond = [10, 20, 50, 100];

    /// <summary>How an assistant begins to answer; the first clause ends at the bar.</summary>
    private static readonly string[] Answers =
    [
        "Sure,| I can book the table for four people at half past seven this evening.",
        "According to the latest figures,| the population of the city has grown by twelve percent since 2010.",
        "If you leave before six o'clock,| you should be able to avoid most of the traffic on the bridge.",
        "The short answer is no,| because the warranty covers only the parts that were replaced last year.",
        "Well,| that depends on how much time you have and what you would like to see.",
        "There are three things to consider:| the price, the distance, and the weather on that day.",
        "I looked at your calendar;| you have two meetings in the morning and one after lunch.",
        "Yes,| the museum is open on Mondays, but the garden is closed until the spring.",
        "Once the water is boiling,| add the pasta and a spoonful of salt, and stir it now and then.",
        "Red, green and blue,| in that order, are the colours that the lamp understands.",
        "Paris,| Texas, is a town of about twenty-five thousand people.",
        "My friend,| who lives next door, says that the shop opens at nine.",
        "However,| not all of the passengers had been told that the train would leave early.",
        "In 1969,| for the first time, somebody walked on the moon.",
        "To change the battery,| turn the cover to the left and lift it gently.",
        "The capital of Australia is Canberra,| although many people believe that it is Sydney.",
    ];

    public static async Task<int> RunAsync()
    {
        await using var engine = new EspeakEngine(
            Options.Create(new SpeechWorkerOptions()), TimeProvider.System, NullLogger<EspeakEngine>.Instance);
        await engine.StartAsync(CancellationToken.None);
        var cuts = new List<ClauseCut>();
        foreach (var answer in Answers)
            cuts.Add(await ClauseCut.MeasureAsync(engine, answer.Split('|')));

        Console.WriteLine("| | median | least | most |\n|---|---|---|---|");
        foreach (var tokens in TokensPerSecond)
            Print($"first sound sooner, at {tokens} tokens/s, ms", cuts.Select(cut => cut.CharsSaved * 1000.0 / CharsPerToken / tokens));
        Print("both pieces against the whole, ms", cuts.Select(cut => cut.LongerMs));
        Print("silence at the seam, whole, ms", cuts.Select(cut => cut.PauseWholeMs));
        Print("silence at the seam, in two pieces, ms", cuts.Select(cut => cut.PauseCutMs));
        Print("pitch of the last 300 ms of the clause, in two pieces against whole, semitones", cuts.Select(cut => cut.PitchCut));
        Print("the same, whole against whole again", cuts.Select(cut => cut.PitchAgain));
        Print("the last words' length in two pieces against whole, %", cuts.Select(cut => cut.LastWordPercent));
        return 0;
    }

    private static void Print(string what, IEnumerable<double> values)
    {
        // What ends without a voice has no pitch.
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {sorted[sorted.Length / 2]:F1} | {sorted[0]:F1} | {sorted[^1]:F1} |"));
    }
}

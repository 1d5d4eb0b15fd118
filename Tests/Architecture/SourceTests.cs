using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Speeko.Tests.Architecture;

/// <summary>How our code reads, as far as a test can tell.</summary>
public sealed partial class SourceTests(ITestOutputHelper output)
{
    private const int LongestFile = 300;
    private const int LongestMedian = 60;

    [Fact]
    public void No_source_file_is_long()
    {
        Assert.NotEmpty(Repository.Sources);
        Assert.Equal([], Repository.Sources.Select(file => (File: file, Lines: LinesOf(file))).Where(it => it.Lines > LongestFile));
    }

    [Fact]
    public void Most_source_files_are_short()
    {
        var lines = Repository.Sources.Where(file => !file.StartsWith("Tests/", StringComparison.Ordinal))
            .Select(LinesOf).Order().ToArray();
        var median = lines[lines.Length / 2];

        output.WriteLine($"{lines.Length} files, median {median} lines, longest {lines[^1]}");
        Assert.InRange(median, 1, LongestMedian);
    }

    [Fact]
    public void No_type_and_no_folder_is_called_by_a_word_that_says_nothing()
    {
        var types = Repository.Sources.SelectMany(file => TypeName().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value));
        var folders = Repository.Files.SelectMany(file => file.Split('/')[..^1]);
        Assert.Contains("SourceTests", types);
        Assert.Contains("Architecture", folders);

        Assert.Equal([], types.Concat(folders).Where(name => Nothing().IsMatch(name)).Distinct());
    }

    [Theory]
    [InlineData("StringUtils")]
    [InlineData("SessionManager")]
    [InlineData("TestHelpers")]
    [InlineData("Common")]
    public void Such_a_word_is_known_where_it_stands(string name) => Assert.Matches(Nothing(), name);

    [Fact]
    public void Grains_stay_on_their_own_scheduler()
    {
        // The scheduler of syntheses is no grain: it is shared by all of a silo, and what it awaits needs no grain's turn.
        var grains = Repository.SourcesIn("Grains")
            .Where(file => !file.StartsWith("Grains/Synthesis/", StringComparison.Ordinal)).ToArray();
        Assert.Contains("Grains/Sessions/SpeechSessionGrain.cs", grains);

        Assert.Equal([], grains.Where(file => OffScheduler().IsMatch(Repository.Read(file))));
    }

    private static int LinesOf(string file) => File.ReadLines(Repository.PathOf(file)).Count();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum|delegate)\s+(?:struct\s+|class\s+)?([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex("(?:Util|Helper|Manager|Common)(?:s|ities)?(?![a-z])")]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\bTask\.Run\b|\bThreadPool\b|TaskFactory|ConfigureAwait\(false\)")]
    private static partial Regex OffScheduler();
}

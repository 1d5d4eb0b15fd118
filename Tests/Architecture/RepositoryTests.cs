using System.Text.RegularExpressions;

namespace Speeko.Tests.Architecture;

/// <summary>What a fresh checkout must have, on any machine.</summary>
public sealed partial class RepositoryTests
{
    /// <summary>Put together, so that this file names no registry either.</summary>
    private static readonly string[] Registries =
    [
        string.Concat("nuget", ".org"), string.Concat("npmjs", ".org"), string.Concat("npmjs", ".com"),
        string.Concat("yarnpkg", ".com"), string.Concat("pypi", ".org"), string.Concat("pythonhosted", ".org"),
        string.Concat("crates", ".io"), string.Concat("pkgs.dev.azure", ".com"),
    ];

    [Fact]
    public void Every_link_in_a_document_leads_to_a_file_of_the_repository()
    {
        Assert.Equal([], Repository.FilesOf(".md").SelectMany(BrokenLinksOf));
    }

    [Fact]
    public void A_broken_link_would_be_found()
    {
        const string Document = "[a](missing.md) [b](README.md#use) ![c](/docs/x.png \"t\") [d](https://x.y/z) [e](#here) `[f](no)`";

        Assert.Equal(["missing.md", "README.md", "/docs/x.png"], LinksOf(Document));
    }

    [Fact]
    public void Where_packages_come_from_is_the_machine_s_to_say()
    {
        var files = Repository.Files.Where(file => IsAboutPackages(Path.GetFileName(file))).ToArray();
        Assert.Contains("NuGet.config", files);

        Assert.Equal([], files.Where(file => Registries.Any(
            host => Repository.Read(file).Contains(host, StringComparison.OrdinalIgnoreCase))));
    }

    [Fact]
    public void Every_script_can_be_run()
    {
        Assert.Equal([], Repository.FilesOf(".sh").Where(file => !CanBeRun(file)));
    }

    private static bool CanBeRun(string file) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.PathOf(file)).HasFlag(UnixFileMode.UserExecute);

    private static bool IsAboutPackages(string name) =>
        name.Equals("NuGet.config", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".props", StringComparison.Ordinal)
        || name.EndsWith(".lock", StringComparison.Ordinal)
        || name.EndsWith(".lock.json", StringComparison.Ordinal)
        || name.EndsWith("-lock.json", StringComparison.Ordinal)
        || name is "go.sum" or ".npmrc" or "pip.conf" or "requirements.txt";

    private static IEnumerable<string> BrokenLinksOf(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;
        return LinksOf(Repository.Read(document))
            .Where(link => !Path.Exists(link[0] == '/' ? Repository.PathOf(link[1..]) : Path.Combine(folder, link)))
            .Select(link => $"{document}: {link}");
    }

    private static IEnumerable<string> LinksOf(string markdown) =>
        Link().Matches(Code().Replace(markdown, ""))
            .Select(match => Uri.UnescapeDataString(match.Groups[1].Value.Split('#')[0]))
            .Where(link => link.Length > 0 && !Scheme().IsMatch(link));

    [GeneratedRegex(@"\]\(<?([^)\s>]+)")]
    private static partial Regex Link();

    [GeneratedRegex("(?s)```.*?```|`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:")]
    private static partial Regex Scheme();
}

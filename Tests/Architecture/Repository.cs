namespace Speeko.Tests.Architecture;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "out", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>All files but those that a build or a run leaves behind, relative to the root, with slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root)
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Sources => FilesOf(".cs");

    public static IEnumerable<string> FilesOf(string extension) =>
        Files.Where(file => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>Sources below a folder.</summary>
    public static IEnumerable<string> SourcesIn(string folder) =>
        Sources.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal));

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Names of the folders that hold a project of the product.</summary>
    public static IEnumerable<string> Projects => FilesOf(".csproj")
        .Select(file => file.Split('/')[0]).Except(["Tests", "Benchmarks"]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Speeko.Orleans.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"There is no Speeko.Orleans.sln above {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(below => !NotOurs.Contains(Path.GetFileName(below)))
            .SelectMany(Walk));
}

namespace Speeko.Tests.EndToEnd;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Checkout
{
    /// <summary>…/Tests/bin/Release/net10.0/</summary>
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Root { get; } = Output.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>The command line as it was built along with these tests, in the same configuration.</summary>
    public static string Speeko { get; } =
        Path.Combine(Root, "Cli", "bin", Output.Parent!.Name, Output.Name, "speeko.dll");

    public static string PathOf(string file) => Path.Combine(Root, file);
}

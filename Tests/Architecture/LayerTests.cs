using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Speeko.Tests.Architecture;

/// <summary>Who may know whom; the table stands in docs/architecture.md too.</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Speech"] = [],
        ["Speech.Worker"] = ["Speech"],
        ["Relay"] = [],
        ["Grains.Interfaces"] = ["Relay"],
        ["Grains"] = ["Grains.Interfaces", "Relay", "Speech"],
        ["Silo"] = ["Grains", "Grains.Interfaces", "Relay", "Speech"],
        ["Frontend"] = ["Grains.Interfaces", "Relay"],
        ["Client"] = [],
        ["Cli"] = ["Client", "Speech"],
    };

    private static readonly string[] WithoutOrleans = ["Speech", "Speech.Worker", "Client", "Cli"];

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void Every_project_has_its_place_in_the_table() =>
        Assert.Equal(Allowed.Keys.Order(), Repository.Projects.Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_those_below_it_only(string project)
    {
        var references = ProjectFile(project).Descendants("ProjectReference")
            .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_refers_to_those_below_it_only(string project)
    {
        var references = ReferencesOf(project);
        Assert.Contains(references, name => name == "System.Runtime");

        Assert.Empty(references.Where(name => name.StartsWith("Speeko.", StringComparison.Ordinal))
            .Select(name => name["Speeko.".Length..]).Except(Allowed[project]));
        if (WithoutOrleans.Contains(project))
            Assert.DoesNotContain(references, name => name.StartsWith("Orleans", StringComparison.Ordinal));
    }

    [Fact]
    public void The_relay_asks_for_nothing_but_Orleans() => Assert.All(
        PackagesOf("Relay"), package => Assert.StartsWith("Microsoft.Orleans.", package, StringComparison.Ordinal));

    [Fact]
    public void The_contracts_ask_for_nothing_but_the_SDK_of_Orleans() =>
        Assert.Equal(["Microsoft.Orleans.Sdk"], PackagesOf("Grains.Interfaces"));

    private static IEnumerable<string> PackagesOf(string project) =>
        ProjectFile(project).Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);

    private static XDocument ProjectFile(string project) =>
        XDocument.Load(Repository.PathOf($"{project}/{project}.csproj"));

    /// <summary>What <c>GetReferencedAssemblies</c> says, without loading: the worker is not among our assemblies.</summary>
    private static string[] ReferencesOf(string project)
    {
        var (folder, name) = project switch
        {
            "Speech.Worker" => ("worker", "Speeko.Speech.Worker"),
            "Cli" => ("", "speeko"),
            _ => ("", $"Speeko.{project}"),
        };
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, folder, $"{name}.dll")));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}

using System.Reflection;
using System.Text.RegularExpressions;
using Speeko.Frontend.Hosting;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Architecture;

/// <summary>Doors know the gateway and not the cluster, so that an edge node can put another gateway in its place.</summary>
public sealed partial class GatewayTests
{
    private static readonly string[] Exempt = ["Frontend/Gateway/", "Frontend/Hosting/"];

    /// <summary>Words that Orleans has a type for and HTTP a meaning.</summary>
    private static readonly string[] Homonyms = ["Request", "Response", "Field"];

    [Fact]
    public void Only_gateway_and_hosting_name_types_of_Orleans_and_grains()
    {
        var cluster = NamesOfTheCluster();
        Assert.Contains("IClusterClient", cluster);
        Assert.Contains("ISpeechSessionGrain", cluster);
        Assert.Contains(Repository.SourcesIn("Frontend/Gateway"), file => NamesIn(file).Any(cluster.Contains));

        var doors = Repository.SourcesIn("Frontend").Where(file => !Exempt.Any(file.StartsWith)).ToArray();
        Assert.True(doors.Length > 15, $"{doors.Length} files");
        Assert.Empty(doors.SelectMany(file => NamesIn(file).Where(cluster.Contains).Select(name => $"{file}: {name}")));
    }

    private static HashSet<string> NamesOfTheCluster()
    {
        var orleans = typeof(FrontendHost).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Orleans", StringComparison.Ordinal))
            .SelectMany(name => Assembly.Load(name).GetExportedTypes());
        var grains = typeof(SpeechFrame).Assembly.GetTypes().Where(type => typeof(IGrain).IsAssignableFrom(type));
        return [.. orleans.Concat(grains).Select(type => type.Name.Split('`')[0]).Except(Homonyms), "Orleans"];
    }

    private static IEnumerable<string> NamesIn(string file) =>
        Name().Matches(Comment().Replace(Repository.Read(file), "")).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Name();

    [GeneratedRegex("//.*|\"[^\"\n]*\"")]
    private static partial Regex Comment();
}

namespace Speeko.Cli.Launch;

/// <summary>Which processes make up the cluster, and how they find each other.</summary>
internal sealed class ClusterPlan(LaunchOptions options, string redis, string audioRedis, PortClaims ports)
{
    private static readonly Dictionary<string, string> NoSecrets = [];

    /// <summary>Another one at every launch: members that an earlier one left in the Redis are none of ours.</summary>
    private readonly string _clusterId = $"speeko-{Guid.NewGuid():N}";

    public IEnumerable<MemberPlan> Silos() => Enumerable.Range(1, options.Silos).Select(Silo);

    public IEnumerable<MemberPlan> Frontends() => Enumerable.Range(0, options.Frontends).Select(Frontend);

    /// <summary>The silos share the cores of one machine: more engines than cores would only slow each other down.</summary>
    private int WorkersPerSilo => Math.Max(1, Environment.ProcessorCount / options.Silos);

    private MemberPlan Silo(int number)
    {
        var url = new Uri($"http://127.0.0.1:{ports.Claim()}");
        string[] settings =
        [
            .. Common(url.ToString()),
            $"--Cluster:SiloPort={ports.Claim()}",
            $"--Cluster:GatewayPort={ports.Claim()}",
            $"--SpeechWorkers:Workers={WorkersPerSilo}",
            $"--AudioCache:Redis={audioRedis}",
        ];
        return new MemberPlan($"silo {number}", "silo", ProgramFiles.Silo, url, settings, NoSecrets);
    }

    private MemberPlan Frontend(int index)
    {
        var urls = string.Join(';', options.PortsOf(index).Select(port => $"http://{options.Host}:{port}"));
        var secrets = new Dictionary<string, string> { ["Auth__ApiKeys__0"] = options.ApiKey };
        return new MemberPlan(
            $"frontend {index + 1}", "frontend", ProgramFiles.Frontend, options.UrlOf(index), Common(urls), secrets);
    }

    private string[] Common(string urls) =>
    [
        $"--urls={urls}",
        $"--Cluster:Redis={redis}",
        $"--Cluster:ClusterId={_clusterId}",
        "--Lifetime:StopWithStdin=true",
    ];
}

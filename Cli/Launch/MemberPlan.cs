namespace Speeko.Cli.Launch;

/// <summary>How one process of the cluster is started.</summary>
/// <param name="Name">For people: <c>silo 1</c>.</param>
/// <param name="Kind"><c>silo</c> or <c>frontend</c>.</param>
/// <param name="Program">Path of its assembly.</param>
/// <param name="Url">Where it serves, and says whether it is ready.</param>
/// <param name="Settings">Its command line.</param>
/// <param name="Secrets">Settings that nobody else on the machine may read: they go by environment.</param>
internal sealed record MemberPlan(
    string Name,
    string Kind,
    string Program,
    Uri Url,
    IReadOnlyList<string> Settings,
    IReadOnlyDictionary<string, string> Secrets)
{
    public Uri ReadyUrl => new(Url, "health/ready");

    public string LogFile => $"{Name.Replace(' ', '-')}.log";
}

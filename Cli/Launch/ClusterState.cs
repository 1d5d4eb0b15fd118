using System.Text.Json;
using System.Text.Json.Serialization;

namespace Speeko.Cli.Launch;

/// <summary>
/// <c>cluster.json</c> in the output folder: what runs at the moment, for other programs. Rewritten at every change, gone when
/// the cluster is.
/// </summary>
internal sealed partial record ClusterState(int Launcher, string Redis, IReadOnlyList<ClusterState.Process> Processes)
{
    public const string FileName = "cluster.json";

    /// <summary>Whole or not at all: a reader never sees half a file.</summary>
    public void Write(string path)
    {
        File.WriteAllBytes($"{path}.new", JsonSerializer.SerializeToUtf8Bytes(this, Json.Default.ClusterState));
        File.Move($"{path}.new", path, overwrite: true);
    }

    public static ClusterState? Read(string path) => File.Exists(path)
        ? JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.Default.ClusterState)
        : null;

    internal sealed record Process(string Name, string Kind, int ProcessId, Uri Url, string Log);

    [JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(ClusterState))]
    private sealed partial class Json : JsonSerializerContext;
}

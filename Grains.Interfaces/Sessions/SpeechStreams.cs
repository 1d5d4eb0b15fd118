namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>Names under which silos and frontends find each other's streams.</summary>
public static class SpeechStreams
{
    /// <summary>Name of the stream provider.</summary>
    public const string ProviderName = "audio";

    /// <summary>Namespace of the lanes; a lane's key is what <see cref="ISpeechSessionGrain.Attach"/> is given.</summary>
    public const string LaneNamespace = "lane";
}

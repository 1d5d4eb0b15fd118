using System.ComponentModel.DataAnnotations;

namespace Speeko.Silo.Hosting;

/// <summary>Where this silo is, and with whom it makes a cluster.</summary>
public sealed class ClusterSettings
{
    public const string Section = "Cluster";

    /// <summary>Redis that holds membership and state, as <c>host:port</c> with further StackExchange.Redis options behind it.
    /// Empty: a cluster of one machine without a store.</summary>
    public string? Redis { get; set; }

    /// <summary>Silos and frontends with the same id find each other.</summary>
    [Required]
    public string ClusterId { get; set; } = "speeko";

    [Required]
    public string ServiceId { get; set; } = "speeko";

    /// <summary>Port on which silos talk to each other.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port on which frontends talk to this silo.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Without Redis: the silo port of the first silo, which the others join. Null for the first itself.</summary>
    [Range(1, 65535)]
    public int? PrimarySiloPort { get; set; }

    /// <summary>Address that the others reach this silo at.</summary>
    [Required]
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>Whether silos watch each other's processes. Not where something between them refuses connections in the name of a
    /// silo that lives.</summary>
    public bool PeerWatch { get; set; } = true;
}

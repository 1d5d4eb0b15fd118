using System.ComponentModel.DataAnnotations;

namespace Speeko.Frontend.Hosting;

/// <summary>Which cluster this frontend belongs to.</summary>
public sealed class ClusterSettings
{
    public const string Section = "Cluster";

    /// <summary>Redis that holds membership, as <c>host:port</c>. Empty: one silo on this machine.</summary>
    public string? Redis { get; set; }

    [Required]
    public string ClusterId { get; set; } = "speeko";

    [Required]
    public string ServiceId { get; set; } = "speeko";

    /// <summary>Without Redis: where the silo on this machine listens for frontends.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;
}

using System.ComponentModel.DataAnnotations;

namespace Speeko.Frontend.Requests;

/// <summary>What a listener may ask for. Past a limit the answer names it.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Text of one request, in UTF-16 characters, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxTextChars { get; set; } = 131_072;

    /// <summary>A message of any protocol, after decompression, in bytes, 1 KiB to 16 MiB.</summary>
    [Range(1024, 16 << 20)]
    public int MaxMessageBytes { get; set; } = 1 << 20;

    /// <summary>Texts of one prefetch, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int MaxPrefetchTexts { get; set; } = 1000;

    /// <summary>All texts of one prefetch, in UTF-16 characters, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxPrefetchChars { get; set; } = 131_072;

    /// <summary>A socket on which nothing was said or asked for this long is closed; in seconds, 1 to 86,400.</summary>
    [Range(1, 86_400)]
    public int IdleSeconds { get; set; } = 300;

    /// <summary>A listener whose connection has taken nothing of what it is sent for this long is cut off; in seconds, 2 to 3600.</summary>
    [Range(2, 3600)]
    public int StalledSeconds { get; set; } = 30;

    /// <summary>Sessions that one SignalR connection may have at a time, 1 to 1000.</summary>
    [Range(1, 1000)]
    public int MaxSessionsPerConnection { get; set; } = 16;
}

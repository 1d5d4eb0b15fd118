using System.Globalization;

namespace Speeko.Tests.EndToEnd.Chaos.Leaks;

/// <summary>What a process holds, from /proc.</summary>
/// <param name="ResidentBytes">Memory.</param>
/// <param name="Descriptors">Files, pipes and sockets.</param>
internal sealed record Footprint(long ResidentBytes, int Descriptors)
{
    /// <summary>Null when it is gone.</summary>
    public static Footprint? Of(int processId)
    {
        try
        {
            var resident = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            var kilobytes = long.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            return new Footprint(kilobytes << 10, Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // A zombie has no memory.
            return null;
        }
    }
}

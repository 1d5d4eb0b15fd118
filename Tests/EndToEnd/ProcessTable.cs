using System.Globalization;
using System.Runtime.InteropServices;

namespace Speeko.Tests.EndToEnd;

/// <summary>The system's own list of processes, from /proc.</summary>
internal static class ProcessTable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>A zombie, dead and only not yet reaped, does not count.</summary>
    public static bool IsAlive(int processId) => StatOf(processId) is { } stat && stat.State is not ('Z' or 'X');

    public static IReadOnlyList<int> ChildrenOf(int processId) =>
        [.. All().Where(id => StatOf(id) is { } stat && stat.Parent == processId)];

    public static IReadOnlyList<int> DescendantsOf(int processId)
    {
        var children = ChildrenOf(processId);
        return [.. children, .. children.SelectMany(DescendantsOf)];
    }

    /// <summary>What each is called and does, and where in the system it waits.</summary>
    public static IReadOnlyList<string> ThreadsOf(int processId) => Directory.Exists($"/proc/{processId}/task")
        ? [.. Directory.EnumerateDirectories($"/proc/{processId}/task").Select(DescribeThread)]
        : ["none: it is gone"];

    public static void Signal(int processId, int signal) => _ = SendSignal(processId, signal);

    /// <summary>Waits until none is alive.</summary>
    public static Task WaitUntilGoneAsync(IReadOnlyCollection<int> processIds, TimeSpan limit) => Eventually.TrueAsync(
        () => !processIds.Any(IsAlive),
        limit,
        () => $"still alive after {limit.TotalSeconds} s: {string.Join(", ", processIds.Where(IsAlive).Select(Describe))}");

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
        .Where(id => id > 0);

    private static (char State, int Parent)? StatOf(int processId)
    {
        try
        {
            // "pid (name) state parent …", and the name may hold anything.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string DescribeThread(string path)
    {
        try
        {
            var state = File.ReadLines($"{path}/status").First(line => line.StartsWith("State:", StringComparison.Ordinal));
            return $"{Path.GetFileName(path)} {File.ReadAllText($"{path}/comm").Trim()} {state} {File.ReadAllText($"{path}/wchan")}";
        }
        catch (IOException)
        {
            return $"{Path.GetFileName(path)} has ended";
        }
    }

    private static string Describe(int processId)
    {
        try
        {
            return $"{processId} {File.ReadAllText($"/proc/{processId}/cmdline").Replace('\0', ' ')}";
        }
        catch (IOException)
        {
            return $"{processId}";
        }
    }
}

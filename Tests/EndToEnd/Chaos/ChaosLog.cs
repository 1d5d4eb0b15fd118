using Xunit.Abstractions;

namespace Speeko.Tests.EndToEnd.Chaos;

/// <summary>
/// What happened when, for whoever has to find out what came of it. A test's own output is to be seen only when it is over, so
/// <c>SPEEKO_CHAOS_LOG</c> names a file that can be followed.
/// </summary>
internal sealed class ChaosLog(ITestOutputHelper output)
{
    private readonly Lock _gate = new();
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly string? _file = Environment.GetEnvironmentVariable("SPEEKO_CHAOS_LOG");

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_began);

    public void Say(string what)
    {
        var line = FormattableString.Invariant($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {Elapsed.TotalSeconds,8:F1} s  {what}");
        lock (_gate)
        {
            output.WriteLine(line);
            if (_file is { Length: > 0 })
                File.AppendAllText(_file, line + '\n');
        }
    }
}

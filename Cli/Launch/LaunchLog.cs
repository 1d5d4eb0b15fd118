namespace Speeko.Cli.Launch;

/// <summary>What the launcher tells: on the terminal, and in a file beside the logs of its processes.</summary>
internal sealed class LaunchLog(string folder, TimeProvider time) : IDisposable
{
    private readonly ProcessLog _file = new(Path.Combine(folder, "launcher.log"));

    public void Say(string line)
    {
        _file.Write($"{time.GetUtcNow():HH:mm:ss.fff} {line}");
        Console.Out.WriteLine(line);
    }

    public void Dispose() => _file.Dispose();
}

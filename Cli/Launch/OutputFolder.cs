using System.Globalization;

namespace Speeko.Cli.Launch;

/// <summary>
/// Where a launch leaves its files. Two launches never write the same ones: the second takes a folder inside, named after
/// its port.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private const string LockName = ".in-use";

    private readonly FileStream _lock;

    private OutputFolder(string path, FileStream inUse)
    {
        Path = path;
        Logs = System.IO.Path.Combine(path, "logs");
        _lock = inUse;
        Directory.CreateDirectory(Logs);
        foreach (var old in Directory.EnumerateFiles(Logs, "*.log"))
            File.Delete(old);
    }

    public string Path { get; }

    public string Logs { get; }

    public static OutputFolder Open(string path, int port)
    {
        try
        {
            return TryOpen(path)
                ?? TryOpen(System.IO.Path.Combine(path, port.ToString(CultureInfo.InvariantCulture)))
                ?? throw new CommandFailure($"{path} is in use by another launch; choose another folder with --out.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{path} can not be written to ({exception.Message}); choose another folder with --out.");
        }
    }

    public string FileAt(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _lock.Dispose();

    private static OutputFolder? TryOpen(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            return new OutputFolder(path, new FileStream(
                System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }
}

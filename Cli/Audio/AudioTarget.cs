namespace Speeko.Cli.Audio;

/// <summary>Where the audio goes: a file, or standard output.</summary>
internal sealed class AudioTarget
{
    private const string StandardOutput = "-";
    private const int BufferBytes = 1 << 16;

    private readonly string _path;
    private readonly bool _isRaw;

    private AudioTarget(string path, bool isRaw)
    {
        _path = path;
        _isRaw = isRaw;
    }

    public string Name => IsFile ? _path : "standard output";

    private bool IsFile => _path != StandardOutput;

    public static AudioTarget To(string path) => new(path, isRaw: false);

    public static AudioTarget Choose(string? path, bool isRaw)
    {
        if (path is null && !Console.IsOutputRedirected)
            throw new CommandFailure("Say where the audio goes: -o FILE, or redirect standard output.");
        return new AudioTarget(path ?? StandardOutput, isRaw);
    }

    public AudioFile Open() => new(OpenStream, _isRaw);

    private Stream OpenStream()
    {
        try
        {
            return IsFile
                ? new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes)
                : Console.OpenStandardOutput();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{_path} can not be written: {exception.Message}");
        }
    }
}

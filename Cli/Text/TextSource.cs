namespace Speeko.Cli.Text;

/// <summary>Where a command gets its text: an argument, a file, or standard input while it comes in.</summary>
internal sealed class TextSource : IDisposable
{
    private TextSource(TextReader reader, long? length)
    {
        Reader = reader;
        Length = length;
    }

    public TextReader Reader { get; }

    /// <summary>In UTF-16 characters; null where only the end will tell.</summary>
    public long? Length { get; }

    public static TextSource Open(string? argument, string? file)
    {
        if (argument is not null && file is not null)
            throw new CommandFailure("Give the text or --file, not both.");
        if (argument is not null)
            return Of(argument);
        if (file is null && !Console.IsInputRedirected)
            throw new CommandFailure("There is no text: give it in quotes, or a file with -f (- for standard input).");
        if (file is null or "-")
            return new TextSource(new StreamReader(Console.OpenStandardInput()), length: null);
        try
        {
            return Of(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{file} can not be read: {exception.Message}");
        }
    }

    public void Dispose() => Reader.Dispose();

    private static TextSource Of(string text) => new(new StringReader(text), text.Length);
}

using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Speeko.Client;

namespace Speeko.Cli.Commands;

/// <summary><c>speeko voices</c>: what the server can speak.</summary>
internal static class VoicesCommand
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static Command Create(StopSignals signals)
    {
        var connection = new ConnectionOptions();
        var language = new Option<string?>("--language", "-l")
        {
            Description = "Only voices of this language; en also finds en-gb.",
            HelpName = "TAG",
        };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("voices", "List the voices of the server.") { language, json };
        connection.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            using var client = connection.Connect(parsed);
            var voices = await client.ListVoicesAsync(signals.Stop);
            if (parsed.GetValue(language) is { Length: > 0 } tag)
                voices = [.. voices.Where(voice => voice.Languages.Any(spoken => Matches(spoken, tag)))];
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(voices, Readable));
            else
                Print(voices);
        });
        return command;
    }

    private static bool Matches(string spoken, string tag) =>
        spoken.Equals(tag, StringComparison.OrdinalIgnoreCase)
        || spoken.StartsWith($"{tag}-", StringComparison.OrdinalIgnoreCase);

    private static void Print(IReadOnlyList<Voice> voices)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("[bold]voice[/]", "[bold]name[/]", "[bold]languages[/]", "[bold]gender[/]");
        foreach (var voice in voices)
        {
            table.AddRow(
                Markup.Escape(voice.VoiceId),
                Markup.Escape(voice.Name),
                Markup.Escape(string.Join(", ", voice.Languages)),
                Markup.Escape(voice.Gender));
        }

        AnsiConsole.Write(table);
    }
}

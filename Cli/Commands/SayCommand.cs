using System.CommandLine;
using Speeko.Cli.Audio;
using Speeko.Cli.Text;
using Speeko.Client;

namespace Speeko.Cli.Commands;

/// <summary><c>speeko say</c>: text in, a file of audio out.</summary>
internal static class SayCommand
{
    public static Command Create(StopSignals signals)
    {
        var connection = new ConnectionOptions();
        var text = new Argument<string?>("text")
        {
            Description = "What to say.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = Text("--file", "-f", "FILE", "Say the text of a file; - for standard input.");
        var output = Text("--output", "-o", "FILE", "WAV file to write; - for standard output.");
        var voice = Text("--voice", "-v", "ID", "Voice; 'speeko voices' lists them.");
        var language = Text("--language", "-l", "TAG", "Language, when no voice is given.");
        var rate = new Option<double?>("--rate") { Description = "Speed, 0.25 to 4; 1 is normal.", HelpName = "X" };
        var raw = new Option<bool>("--raw") { Description = "Write bare samples (16-bit little-endian mono), no WAV header." };
        var command = new Command("say", "Speak a text into a WAV file. Ctrl-C keeps what has been spoken.")
        {
            text, file, output, voice, language, rate, raw,
        };
        connection.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            using var source = TextSource.Open(parsed.GetValue(text), parsed.GetValue(file));
            var target = AudioTarget.Choose(parsed.GetValue(output), parsed.GetValue(raw));
            using var client = connection.Connect(parsed);
            var settings = new SpeechSettings
            {
                VoiceId = parsed.GetValue(voice),
                Language = parsed.GetValue(language),
                SpeakingRate = parsed.GetValue(rate),
            };
            await new Narration(client, settings, TimeProvider.System).RunAsync(source, target, signals.Stop);
        });
        return command;
    }

    private static Option<string?> Text(string name, string letter, string shape, string description) => new(name, letter)
    {
        Description = description,
        HelpName = shape,
    };
}

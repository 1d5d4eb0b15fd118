using Spectre.Console;

namespace Speeko.Cli.Audio;

/// <summary>A bar on the terminal while a text is being spoken; nothing where nobody looks.</summary>
internal static class NarrationProgress
{
    /// <param name="totalChars">Length of the text; null while it is still coming in.</param>
    /// <param name="work">Told how to report: characters spoken, and audio so far.</param>
    public static Task ShowAsync(long? totalChars, Func<Action<long, TimeSpan>, Task> work)
    {
        if (Console.IsErrorRedirected)
            return work((_, _) => { });
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("speaking", maxValue: totalChars ?? 1);
                task.IsIndeterminate = totalChars is null;
                await work((chars, audio) =>
                {
                    task.Description = $"{audio:hh\\:mm\\:ss} spoken";
                    if (totalChars is not null)
                        task.Value = chars;
                });
            });
    }
}

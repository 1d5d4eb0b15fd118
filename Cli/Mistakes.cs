using System.CommandLine;
using System.CommandLine.Parsing;

namespace Speeko.Cli;

/// <summary>What is wrong with a command line, in one line; empty for nothing.</summary>
internal static class Mistakes
{
    public static string Of(ParseResult parsed)
    {
        var messages = parsed.Errors.Select(error => error.Message.Trim());
        return string.Join(" ", messages.Concat(MisspeltOptions(parsed)).Distinct());
    }

    /// <summary>Where a command takes a text, the library takes an option that it does not know for that text.</summary>
    private static IEnumerable<string> MisspeltOptions(ParseResult parsed)
    {
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash))
            return [];
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Where(token => token.Value is ['-', not (>= '0' and <= '9'), ..] && !token.Value.Contains(' '))
            .Select(token => $"There is no option {token.Value}; a text that begins so goes behind --.");
    }
}

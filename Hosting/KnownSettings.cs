namespace Speeko.Hosting;

/// <summary>Refuses what is misspelt on the command line: a setting that nobody reads would be passed over in silence.</summary>
internal static class KnownSettings
{
    private static readonly string[] Frameworks = ["Logging:", "Orleans:", "Kestrel:", "environment", "contentRoot"];

    /// <param name="args">The command line.</param>
    /// <param name="help">The help text; the settings worth knowing stand in it behind two dashes.</param>
    /// <param name="sections">What is read, section by section: each property is a setting.</param>
    public static void Check(string[] args, string help, params (string Section, Type Options)[] sections)
    {
        var known = help.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .Select(word => word[2..])
            .Concat(sections.SelectMany(section => section.Options.GetProperties()
                .Where(property => property.CanWrite)
                .Select(property => $"{section.Section}:{property.Name}")))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var arg in args.Where(arg => arg.StartsWith("--", StringComparison.Ordinal)))
        {
            var name = arg[2..].Split('=', 2)[0];
            if (!known.Contains(name) && !known.Contains(WithoutIndex(name))
                && !Frameworks.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                throw new InvalidOperationException($"There is no setting --{name}; --help lists them.");
            }
        }
    }

    /// <summary><c>Auth:ApiKeys:3</c> is an entry of the list <c>Auth:ApiKeys:0</c>.</summary>
    private static string WithoutIndex(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > 0 && int.TryParse(name.AsSpan(colon + 1), out var _) ? $"{name[..colon]}:0" : name;
    }
}

using System.Globalization;

namespace Speeko.Tests.EndToEnd;

/// <summary>How much of it a test does: little in the suite, more where an environment variable says so.</summary>
internal static class TestSize
{
    public static int Of(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : usual;
}

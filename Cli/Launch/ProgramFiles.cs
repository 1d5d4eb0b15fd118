using System.Runtime.InteropServices;

namespace Speeko.Cli.Launch;

/// <summary>Where the programs of the cluster lie: beside this one, see Cluster.targets.</summary>
internal static class ProgramFiles
{
    public static string Silo => Find("silo", "Speeko.Silo.dll");

    public static string Frontend => Find("frontend", "Speeko.Frontend.dll");

    /// <summary>The <c>dotnet</c> that runs this program, whether or not it is in the PATH.</summary>
    public static string DotnetHost
    {
        get
        {
            // …/shared/Microsoft.NETCore.App/10.0.0/
            var host = Path.GetFullPath(Path.Combine(
                RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
            return File.Exists(host) ? host : "dotnet";
        }
    }

    private static string Find(string folder, string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder, file);
        return File.Exists(path) ? path : throw new CommandFailure($"{path} is missing; build the Cli project.");
    }
}

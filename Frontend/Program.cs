using Speeko.Frontend.Hosting;
using Speeko.Hosting;

namespace Speeko.Frontend;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["--help" or "-h", ..])
        {
            Console.WriteLine(FrontendHelp.Text);
            return 0;
        }

        try
        {
            await FrontendHost.Build(args).RunAsync();
            return 0;
        }
        catch (Exception exception) when (StartupFailure.Describe(exception) is { } reason)
        {
            await Console.Error.WriteLineAsync($"speeko-frontend: {reason}");
            return 1;
        }
    }
}

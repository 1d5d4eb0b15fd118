namespace Speeko.Frontend;

internal static class Program
{
    public static Task Main(string[] args) => WebApplication.CreateBuilder(args).Build().RunAsync();
}

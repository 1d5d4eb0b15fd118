namespace Speeko.Tests.EndToEnd.Hosts;

/// <summary>Silo and frontend as programs of their own, started by hand.</summary>
internal static class HostPrograms
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static RunningProgram Silo(params string[] arguments) => Start("silo", "Speeko.Silo.dll", arguments);

    public static RunningProgram Frontend(params string[] arguments) => Start("frontend", "Speeko.Frontend.dll", arguments);

    /// <summary>Waits until <c>/health/ready</c> says so.</summary>
    public static async Task ReadyAsync(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = Limit };
        var began = TimeProvider.System.GetTimestamp();
        while (!await IsReadyAsync(http))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit, $"{url} does not become ready");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static RunningProgram Start(string folder, string program, string[] arguments) =>
        RunningProgram.Start("dotnet", [Path.Combine(Path.GetDirectoryName(Checkout.Speeko)!, folder, program), .. arguments]);

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync("health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

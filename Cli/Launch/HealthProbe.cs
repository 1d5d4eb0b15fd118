namespace Speeko.Cli.Launch;

/// <summary>Waits for a member to call itself ready.</summary>
internal sealed class HealthProbe(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    public async Task WaitUntilReadyAsync(Uri url, CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(url, cancellationToken))
            await Task.Delay(Pause, time, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> IsReadyAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(url, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

using Speeko.Cli.Audio;
using Speeko.Client;

namespace Speeko.Cli.Launch;

/// <summary>Proves that the cluster speaks: one sentence, from a listener's side.</summary>
internal sealed class Demo(LaunchOptions options, LaunchLog log, TimeProvider time)
{
    public const string FileName = "hello.wav";

    private const string Sentence = "Hello! This is Speeko, and every word of this sentence came through the cluster.";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public async Task SpeakAsync(string path, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var client = new SpeekoClient(
            new SpeekoClientOptions { Url = options.UrlOf(0), ApiKey = options.ApiKey, Time = time });
        await using var file = AudioTarget.To(path).Open();
        try
        {
            await foreach (var chunk in client.SpeakAsync(Sentence, SpeechSettings.Default, either.Token))
                await file.WriteAsync(chunk);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CommandFailure($"The cluster did not speak within {Timeout.TotalSeconds} s; see the logs, or use --no-demo.");
        }

        log.Say($"Spoke {file.Duration.TotalSeconds:0.0} s of audio into {path}");
    }
}

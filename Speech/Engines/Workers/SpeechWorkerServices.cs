using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Speeko.Speech.Engines.Workers;

public static class SpeechWorkerServices
{
    /// <summary>espeak-ng in worker processes as the <see cref="ISpeechEngine"/>.</summary>
    public static IServiceCollection AddSpeechWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SpeechWorkerOptions>()
            .Bind(configuration.GetSection(SpeechWorkerOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<ISpeechEngine, EspeakEngine>();
    }
}

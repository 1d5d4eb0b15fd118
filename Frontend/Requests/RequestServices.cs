namespace Speeko.Frontend.Requests;

internal static class RequestServices
{
    public static IServiceCollection AddRequests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LimitOptions>()
            .Bind(configuration.GetSection(LimitOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<RequestCheck>().AddSingleton<PrefetchCheck>();
    }
}

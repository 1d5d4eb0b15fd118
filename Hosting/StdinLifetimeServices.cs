namespace Speeko.Hosting;

internal static class StdinLifetimeServices
{
    public static IServiceCollection AddStdinLifetime(this IServiceCollection services, IConfiguration configuration) =>
        configuration.GetValue<bool>(StdinLifetime.Setting) ? services.AddHostedService<StdinLifetime>() : services;
}

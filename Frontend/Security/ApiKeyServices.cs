using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Speeko.Frontend.Security;

internal static class ApiKeyServices
{
    /// <summary>Every endpoint that does not say otherwise asks for a key.</summary>
    public static IServiceCollection AddApiKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuthOptions>()
            .Bind(configuration.GetSection(AuthOptions.Section))
            .Validate(
                auth => auth.AllowAnonymous || auth.ApiKeys.Any(key => key.Length > 0),
                "No API key is set: give --Auth:ApiKeys:0=<key>, or --Auth:AllowAnonymous=true to ask for none.")
            .ValidateOnStart();
        services.AddAuthentication(ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, configureOptions: null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Speeko.Hosting;

/// <summary>Says in one line why a host could not start; null for what only a stack trace explains.</summary>
internal static class StartupFailure
{
    public static string? Describe(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        ValidationException invalid => invalid.Message,
        RedisConnectionException redis => $"Redis can not be reached; check Cluster:Redis. {redis.Message}",
        IOException io => io.Message,
        InvalidOperationException { InnerException: null } wrong => wrong.Message,
        FormatException format => format.Message,
        OrleansConfigurationException { InnerException: null } wrong => wrong.Message,
        _ when exception.InnerException is { } inner => Describe(inner),
        _ => null,
    };
}

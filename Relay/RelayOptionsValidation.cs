using System.ComponentModel.DataAnnotations;

namespace Speeko.Relay;

/// <summary>Settings decide what is registered, so they are judged at once rather than when the host starts.</summary>
internal static class RelayOptionsValidation
{
    public static void ThrowIfInvalid(RelayOptions options, string name)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        if (options.MaxQueueBytes < 2L * options.TakeMaxBytes)
            problems.Add(new($"{nameof(RelayOptions.MaxQueueBytes)} must be at least twice {nameof(RelayOptions.TakeMaxBytes)}."));
        if (options.SilenceLimit < 2 * options.HeartbeatPeriod)
            problems.Add(new($"{nameof(RelayOptions.SilenceLimit)} must be at least twice {nameof(RelayOptions.HeartbeatPeriod)}."));
        if (problems.Count > 0)
            throw new OrleansConfigurationException(
                $"Relay '{name}': {string.Join(" ", problems.Select(problem => problem.ErrorMessage))}");
    }
}

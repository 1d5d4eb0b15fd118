using Orleans.Providers;

namespace Speeko.Grains.Statistics;

/// <summary>
/// Answers the management grain's control command, which Orleans sends to every silo: the one public way to ask
/// each silo something without knowing their addresses. The silo looks it up by name and by this very type.
/// </summary>
internal sealed class StatisticsCommand(SpeechCounters counters) : IControllable
{
    public const string ProviderName = "speech-statistics";

    public Task<object?> ExecuteCommand(int command, object? arg) => Task.FromResult<object?>(counters.Snapshot());
}

using Microsoft.Extensions.Configuration;
using Speeko.Relay;

namespace Speeko.Tests.Relay;

public class RelayOptionsTests
{
    public static readonly TheoryData<string, Action<RelayOptions>> Wrong = new()
    {
        { nameof(RelayOptions.Provider), options => options.Provider = (RelayProvider)7 },
        { nameof(RelayOptions.QueueCount), options => options.QueueCount = 0 },
        { nameof(RelayOptions.MaxQueueBytes), options => options.MaxQueueBytes = 1 },
        { nameof(RelayOptions.MaxCacheBytes), options => options.MaxCacheBytes = 1 },
        { nameof(RelayOptions.MaxCacheAge), options => options.MaxCacheAge = TimeSpan.Zero },
        { nameof(RelayOptions.TakeWait), options => options.TakeWait = TimeSpan.FromMinutes(1) },
        { nameof(RelayOptions.PumpPeriod), options => options.PumpPeriod = TimeSpan.Zero },
        { nameof(RelayOptions.FullWait), options => options.FullWait = TimeSpan.FromHours(1) },
        { nameof(RelayOptions.TakeMaxBytes), options => options.TakeMaxBytes = options.MaxQueueBytes },
        { nameof(RelayOptions.SilenceLimit), options => options.SilenceLimit = options.HeartbeatPeriod },
    };

    [Fact]
    public void What_is_set_by_default_is_right() => RelayRegistration.Read("relay", section: null, configure: null);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_refused_by_its_name(string setting, Action<RelayOptions> configure)
    {
        var exception = Assert.Throws<OrleansConfigurationException>(() => RelayRegistration.Read("relay", null, configure));

        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
        Assert.Contains("'relay'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_come_from_the_section_and_then_from_the_code()
    {
        var section = Section(("QueueCount", "3"), ("Provider", "Memory"), ("TakeWait", "00:00:02"));

        var options = RelayRegistration.Read("relay", section, o => o.QueueCount = 4);

        Assert.Equal((4, RelayProvider.Memory, TimeSpan.FromSeconds(2)), (options.QueueCount, options.Provider, options.TakeWait));
    }

    [Fact]
    public void An_unknown_setting_is_refused() => Assert.Throws<InvalidOperationException>(
        () => RelayRegistration.Read("relay", Section(("QueCount", "3")), null));

    private static IConfiguration Section(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .Build();
}

extern alias frontend;
using frontend::Speeko.Hosting;
using Speeko.Frontend.Hosting;
using Speeko.Relay;
using Speeko.Silo.Hosting;

namespace Speeko.Tests.Hosting;

public sealed class KnownSettingsTests
{
    private const string Help = """
        a program, as --Name=value:

          --Cluster:Redis    host:port
          --Auth:ApiKeys:0   a key
          --CHUNK_SIZE       bytes
        """;

    [Theory]
    [InlineData("--Cluster:Redis=localhost:6379")]
    [InlineData("--cluster:redis", "localhost:6379")]
    [InlineData("--Auth:ApiKeys:7=key=with=signs")]
    [InlineData("--CHUNK_SIZE=1024")]
    [InlineData("--Logging:LogLevel:Default=Debug")]
    [InlineData("--environment=Development")]
    [InlineData("value", "-v")]
    public void A_setting_that_the_help_lists_is_taken(params string[] args) =>
        Assert.Null(Record.Exception(() => KnownSettings.Check(args, Help)));

    [Theory]
    [InlineData("--Cluster:Redi=x", "--Cluster:Redi;")]
    [InlineData("--Cluster:Redis:0=x", "--Cluster:Redis:0;")]
    [InlineData("--Auth:ApiKeys:first=x", "--Auth:ApiKeys:first;")]
    [InlineData("--Redis", "--Redis;")]
    [InlineData("--", "--;")]
    public void Any_other_is_refused_by_its_name(string arg, string named)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => KnownSettings.Check(["--CHUNK_SIZE=1", arg], Help));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_property_of_a_section_that_is_read_is_a_setting()
    {
        KnownSettings.Check(["--Relay:TakeWait=00:00:01"], Help, (RelayOptions.SectionName, typeof(RelayOptions)));

        Assert.Throws<InvalidOperationException>(
            () => KnownSettings.Check(["--Relay:Take=1"], Help, (RelayOptions.SectionName, typeof(RelayOptions))));
    }

    [Fact]
    public void Both_hosts_take_every_setting_of_their_help()
    {
        foreach (var help in new[] { SiloHelp.Text, FrontendHelp.Text })
        {
            var settings = help.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("--", StringComparison.Ordinal))
                .Select(line => line.Split(' ')[0]).ToArray();
            Assert.True(settings.Length > 10, $"{settings.Length} settings");
            KnownSettings.Check(settings, help);
        }
    }
}

using Speeko.Cli.Launch;

namespace Speeko.Tests.Cli.Launch;

public sealed class PortClaimsTests
{
    [Fact]
    public void Nobody_is_given_a_port_that_another_has_claimed()
    {
        using var one = new PortClaims();
        using var other = new PortClaims();

        var ports = Enumerable.Range(0, 200).SelectMany(_ => (int[])[one.Claim(), other.Claim()]).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
    }
}

extern alias frontend;

using System.ComponentModel.DataAnnotations;
using frontend::Speeko.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Speeko.Tests.Hosting;

public sealed class StartupFailureTests
{
    [Fact]
    public void What_a_user_can_mend_is_told_in_a_line()
    {
        Assert.Equal("a b", StartupFailure.Describe(new OptionsValidationException("", typeof(object), ["a", "b"])));
        Assert.Equal("port", StartupFailure.Describe(new ValidationException("port")));
        Assert.Equal("in use", StartupFailure.Describe(new IOException("in use")));
        Assert.Equal("no setting", StartupFailure.Describe(new InvalidOperationException("no setting")));
        Assert.Equal("not a number", StartupFailure.Describe(new FormatException("not a number")));
        Assert.Contains(
            "check Cluster:Redis",
            StartupFailure.Describe(new RedisConnectionException(ConnectionFailureType.UnableToConnect, "refused")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_cause_is_found_behind_what_wraps_it() => Assert.Equal(
        "in use",
        StartupFailure.Describe(new InvalidOperationException("start", new AggregateException(new IOException("in use")))));

    [Fact]
    public void A_bug_keeps_its_stack_trace()
    {
        Assert.Null(StartupFailure.Describe(new ArgumentNullException("name")));
        Assert.Null(StartupFailure.Describe(new AggregateException(new KeyNotFoundException())));
    }
}

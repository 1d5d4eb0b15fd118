using System.Reflection;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Relay;

namespace Speeko.Tests.Architecture;

/// <summary>What crosses the wire goes by a name of its own, so that renaming a type breaks no rolling upgrade.</summary>
public sealed class ContractTests
{
    private static readonly Type[] Ours = [.. new[] { typeof(SpeechFrame).Assembly, typeof(IRelayPayload).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("Speeko.", StringComparison.Ordinal) == true)];

    private static readonly Type[] Contracts = [.. Ours.Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))];

    private static readonly Type[] Carried = [.. Ours.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))];

    [Fact]
    public void Contracts_and_what_they_carry_are_found()
    {
        Assert.True(Contracts.Length >= 5, $"{Contracts.Length} contracts");
        Assert.True(Carried.Length >= 15, $"{Carried.Length} types");
    }

    [Fact]
    public void Every_contract_and_each_of_its_methods_has_an_alias() =>
        Assert.All(Contracts.SelectMany(contract => contract.GetMethods().Append<MemberInfo>(contract)), AssertAliased);

    [Fact]
    public void Everything_that_is_carried_has_an_alias() => Assert.All(Carried, AssertAliased);

    [Fact]
    public void No_alias_is_given_twice()
    {
        Assert.Equal([], Twice(Contracts.Concat(Carried)));
        Assert.All(Contracts, contract => Assert.Equal([], Twice(contract.GetMethods())));
    }

    [Fact]
    public void Every_event_that_is_carried_can_not_be_changed_behind_its_reader() => Assert.All(
        Carried.Where(type => !type.IsEnum), type => Assert.True(type.IsDefined(typeof(ImmutableAttribute)), type.FullName));

    private static void AssertAliased(MemberInfo member) =>
        Assert.True(member.IsDefined(typeof(AliasAttribute), inherit: false), $"{member.DeclaringType?.Name} {member.Name}");

    private static IEnumerable<string> Twice(IEnumerable<MemberInfo> members) =>
        members.SelectMany(member => member.GetCustomAttributes<AliasAttribute>(inherit: false).Select(alias => alias.Alias).Distinct())
            .GroupBy(alias => alias).Where(group => group.Count() > 1).Select(group => group.Key);
}

namespace Speeko.Tests.Silo.Storage;

/// <summary>A state like that of Orleans' own grains for streams.</summary>
[GenerateSerializer]
[Alias("tests-subscribers")]
public sealed class Subscribers
{
    [Id(0)]
    public SortedSet<string> Names { get; set; } = [];
}

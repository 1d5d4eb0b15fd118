namespace Speeko.Tests.EndToEnd.Scripts;

/// <summary>The scripts build; two builds of one checkout at a time get in each other's way.</summary>
[CollectionDefinition(Name)]
public sealed class ScriptCollection
{
    public const string Name = "scripts that build";
}

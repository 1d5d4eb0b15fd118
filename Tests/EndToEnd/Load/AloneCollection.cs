namespace Speeko.Tests.EndToEnd.Load;

/// <summary>
/// What takes all of the machine, and is judged by how soon something happens on it, has it for itself: such tests come when all
/// others are done, one at a time.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

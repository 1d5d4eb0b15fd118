namespace Speeko.Tests.Silo.Storage;

/// <summary>A state as an activation of a grain holds it.</summary>
internal sealed class SubscribersState(params string[] names) : IGrainState<Subscribers>
{
    public Subscribers? State { get; set; } = new Subscribers { Names = [.. names] };

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    public void Add(string name) => State!.Names.Add(name);

    public override string ToString() => string.Join(' ', State!.Names);
}

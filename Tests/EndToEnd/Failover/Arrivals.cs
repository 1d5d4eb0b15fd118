namespace Speeko.Tests.EndToEnd.Failover;

/// <summary>People come one after the other: of hundreds at once some would be refused, which is another test's concern.</summary>
internal static class Arrivals
{
    private const int AtOnce = 10;

    /// <summary>Returns what each listens to, when the last has begun.</summary>
    public static async Task<Task<string?>[]> ListenAsync(PlayingListener[] listeners)
    {
        var listening = new List<Task<string?>>();
        foreach (var together in listeners.Chunk(AtOnce))
        {
            listening.AddRange(together.Select(listener => listener.ListenAsync()));
            await Task.WhenAll(together.Select(listener => listener.HasBegun));
        }

        return [.. listening];
    }
}

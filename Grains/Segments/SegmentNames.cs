using Microsoft.Extensions.Caching.Memory;
using Speeko.Grains.Interfaces.Segments;

namespace Speeko.Grains.Segments;

/// <summary>
/// The finished sentences that sessions of this silo were told the names of: for a while they need not ask again, wherever
/// the sentence lies. Bounded in number; thread-safe.
/// </summary>
internal sealed class SegmentNames : IDisposable
{
    /// <summary>A name weighs a few hundred bytes, most of them its marks.</summary>
    private const int MaxNames = 8192;

    /// <summary>Its grain wants to hear now and then that it is wanted: it goes after two minutes without.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _names = new(new MemoryCacheOptions { SizeLimit = MaxNames });

    public SegmentPart? Find(string key) => _names.Get<SegmentPart>(key);

    public void Keep(string key, SegmentPart named) => _names.Set(
        key, named, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });

    public void Dispose() => _names.Dispose();
}

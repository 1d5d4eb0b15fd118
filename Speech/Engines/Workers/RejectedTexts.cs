using System.Security.Cryptography;
using System.Text;

namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// Remembers for a while what brought engines down. Bounded: full, the oldest is forgotten. Thread-safe.
/// </summary>
internal sealed class RejectedTexts(TimeSpan duration, TimeProvider time)
{
    private const int MaxTexts = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    public void Add(SynthesisRequest request)
    {
        lock (_lock)
        {
            ForgetOld();
            var key = KeyOf(request);
            if (_since.TryAdd(key, time.GetTimestamp()))
                _byAge.Enqueue(key);
            if (_byAge.Count > MaxTexts)
                _since.Remove(_byAge.Dequeue());
        }
    }

    public bool Contains(SynthesisRequest request)
    {
        lock (_lock)
        {
            ForgetOld();
            return _since.Count > 0 && _since.ContainsKey(KeyOf(request));
        }
    }

    private void ForgetOld()
    {
        while (_byAge.TryPeek(out var oldest) && time.GetElapsedTime(_since[oldest]) >= duration)
            _since.Remove(_byAge.Dequeue());
    }

    private static string KeyOf(SynthesisRequest request) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.VoiceId}\0{request.Text}")));
}

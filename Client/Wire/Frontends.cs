namespace Speeko.Client.Wire;

/// <summary>The frontends of one cluster, which stand in for each other. Thread-safe.</summary>
internal sealed class Frontends(SpeekoClientOptions options)
{
    private readonly Uri[] _urls = [options.Url, .. options.Alternatives];
    private int _turns = -1;

    /// <summary>Asks one of them, each time another one, and passes over those that can't serve.</summary>
    /// <exception cref="SpeechException">None can; it is that of the last.</exception>
    public async Task<T> AskAsync<T>(Func<Uri, Task<T>> ask)
    {
        var first = (uint)Interlocked.Increment(ref _turns);
        for (var i = 0u; ; i++)
        {
            try
            {
                return await ask(_urls[(int)((first + i) % (uint)_urls.Length)]).ConfigureAwait(false);
            }
            catch (SpeechException) when (i + 1 < _urls.Length)
            {
                // The next one may.
            }
        }
    }
}

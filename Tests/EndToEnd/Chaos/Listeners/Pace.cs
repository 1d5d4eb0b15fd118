using Speeko.Tests.EndToEnd.Conversation;

namespace Speeko.Tests.EndToEnd.Chaos.Listeners;

/// <summary>Makes a listener wait as its appetite wants it, for one utterance.</summary>
internal sealed class Pace(Appetite appetite, Random random)
{
    private const int LongestPauseMs = 4000;
    private const int BytesBetweenPauses = 256 * 1024;

    private readonly Playback _playback = new(TimeSpan.FromSeconds(5));
    private long _nextPause = random.Next(BytesBetweenPauses);
    private long _bytes;

    /// <summary>Returns when it wants more.</summary>
    public Task TakeAsync(int bytes) => appetite switch
    {
        Appetite.RealTime => _playback.TakeAsync(bytes),
        Appetite.Fitful => PauseAsync(bytes),
        _ => Task.CompletedTask,
    };

    private Task PauseAsync(int bytes)
    {
        _bytes += bytes;
        if (_bytes < _nextPause)
            return Task.CompletedTask;
        _nextPause = _bytes + random.Next(BytesBetweenPauses);
        return Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestPauseMs)), TimeProvider.System);
    }
}

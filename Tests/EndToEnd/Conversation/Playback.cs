namespace Speeko.Tests.EndToEnd.Conversation;

/// <summary>Plays what is heard in real time, and takes no more than it has room for, as a telephone or a browser does.</summary>
/// <param name="buffer">How much of it may wait to be played.</param>
internal sealed class Playback(TimeSpan buffer)
{
    private const double BytesPerMs = 22050 * 2 / 1000.0;

    private long? _startedAt;
    private long _bytes;

    /// <summary>Has played for as long, pauses for want of sound included.</summary>
    public TimeSpan Elapsed => _startedAt is { } startedAt ? TimeProvider.System.GetElapsedTime(startedAt) : TimeSpan.Zero;

    /// <summary>Returns when there is room for more.</summary>
    public Task TakeAsync(int bytes)
    {
        _startedAt ??= TimeProvider.System.GetTimestamp();
        _bytes += bytes;
        var ahead = TimeSpan.FromMilliseconds(_bytes / BytesPerMs) - Elapsed;
        return ahead > buffer ? Task.Delay(ahead - buffer, TimeProvider.System) : Task.CompletedTask;
    }
}

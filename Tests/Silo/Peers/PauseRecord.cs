using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Speeko.Tests.Silo.Peers;

/// <summary>Virtual time that tells for how long somebody has begun to wait.</summary>
internal sealed class PauseRecord : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _pauses.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets the next pause pass, as soon as it has begun.</summary>
    public async Task<TimeSpan> PassAsync()
    {
        var pause = await _pauses.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Advance(pause);
        return pause;
    }
}

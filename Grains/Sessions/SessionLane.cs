using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Speeko.Grains.Interfaces.Sessions;
using Speeko.Grains.Statistics;

namespace Speeko.Grains.Sessions;

/// <summary>
/// Sends the frames of one session to the attached frontend, one after the other. What a lane loses, the frontend
/// misses by its number and asks for again, so a failed send is reported and not fatal.
/// </summary>
internal sealed class SessionLane(SpeechCounters counters, ILogger logger)
{
    private IAsyncStream<SpeechFrame>? _stream;
    private Task _last = Task.CompletedTask;

    public bool IsAttached => _stream is not null;

    public void Attach(IAsyncStream<SpeechFrame> stream) => _stream = stream;

    public Task SendAsync(SpeechFrame frame) => SendAsync([frame]);

    /// <summary>The frames follow each other on the lane, and nothing comes between them.</summary>
    public Task SendAsync(IReadOnlyList<SpeechFrame> frames) => _last = SendAfterAsync(_last, frames);

    private async Task SendAfterAsync(Task previous, IReadOnlyList<SpeechFrame> frames)
    {
        await previous;
        foreach (var frame in frames)
        {
            if (_stream is not { } stream)
                return;
            try
            {
                await stream.OnNextAsync(frame);
                counters.FrameSent();
            }
            catch (Exception exception)
            {
                SessionLog.SendFailed(logger, frame.SessionId, frame.Number, exception);
            }
        }
    }
}

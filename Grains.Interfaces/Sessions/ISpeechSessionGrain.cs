using Orleans.Concurrency;

namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>
/// One ordered stream of speech; the key is a GUID made by the frontend. Text goes in by calls, audio comes out as
/// <see cref="SpeechFrame"/>s on a lane of the attached frontend.
/// </summary>
[Alias("speeko.session")]
public interface ISpeechSessionGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Directs the frames to a frontend from now on, and sends again what it has not had: the frames from
    /// <paramref name="nextFrame"/> on.
    /// </summary>
    /// <param name="lanes">The lanes of the frontend; the session chooses the nearest.</param>
    /// <param name="nextFrame">Number of the first frame wanted; null for a new session.</param>
    [Alias("attach")]
    Task<SpeechError?> Attach(string[] lanes, long? nextFrame);

    /// <summary>Queues an utterance whose text is whole. The audio follows on the lane; null means accepted.</summary>
    [Alias("speak")]
    Task<SpeechError?> Speak(UtteranceSettings settings, string text);

    /// <summary>Adds text to the open utterance, or opens one.</summary>
    [Alias("append")]
    Task<SpeechError?> Append(UtteranceSettings settings, string text);

    /// <summary>Ends the open utterance: what is left of it is spoken, then its end is told.</summary>
    [Alias("flush")]
    Task<SpeechError?> Flush();

    /// <summary>Barge-in: raises the epoch, forgets every queued utterance, and leaves the segment being spoken.</summary>
    [Alias("cancel")]
    Task<CancelledSpeech> Cancel();

    /// <summary>Gives credit back: everything below <paramref name="nextFrame"/> has been written to the listener.</summary>
    [Alias("ack"), OneWay]
    Task Acknowledge(long nextFrame);

    /// <summary>Sends the frames from <paramref name="nextFrame"/> on once more: one was missing, or none came.</summary>
    [Alias("replay")]
    Task<SpeechError?> Replay(long nextFrame);

    /// <summary>The listener is gone: ends what is being spoken and forgets the session.</summary>
    [Alias("close")]
    Task Close();
}

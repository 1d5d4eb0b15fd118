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
    /// Directs the frames to a frontend from now on, and goes on where the listener is: what it has not had is sent again, what
    /// it asked for and this session does not know of is taken up. So it may be asked twice, and of any silo.
    /// </summary>
    /// <param name="lanes">The lanes of the frontend; the session chooses the nearest.</param>
    /// <param name="heard">What the listener's side knows of the session.</param>
    [Alias("attach")]
    Task<AttachReply> Attach(string[] lanes, SessionState heard);

    /// <summary>Queues an utterance whose text is whole. The audio follows on the lane; null means accepted.</summary>
    /// <param name="utterance">Its number, so that a call that comes late, when it was taken up already, is not spoken twice.</param>
    /// <param name="settings">How it is to sound.</param>
    /// <param name="text">All of it.</param>
    [Alias("speak")]
    Task<SpeechError?> Speak(int utterance, UtteranceSettings settings, string text);

    /// <summary>Adds text to the open utterance, or opens one.</summary>
    /// <param name="utterance">Its number, as for <see cref="Speak"/>.</param>
    /// <param name="at">Where in the utterance's text it belongs, in UTF-16 characters, for the same reason.</param>
    /// <param name="settings">How it is to sound; those of the first part count.</param>
    /// <param name="text">The part.</param>
    [Alias("append")]
    Task<SpeechError?> Append(int utterance, long at, UtteranceSettings settings, string text);

    /// <summary>Ends the open utterance: what is left of it is spoken, then its end is told.</summary>
    [Alias("flush")]
    Task<SpeechError?> Flush();

    /// <summary>
    /// Barge-in: forgets every queued utterance, and leaves the segment being spoken. Null when nothing is
    /// left to cancel: the session is lost, or has done it already.
    /// </summary>
    /// <param name="epoch">The one that begins with it.</param>
    [Alias("cancel")]
    Task<CancelledSpeech?> Cancel(int epoch);

    /// <summary>Gives credit back: everything below <paramref name="nextFrame"/> has been written to the listener.</summary>
    [Alias("ack"), OneWay]
    Task Acknowledge(long nextFrame);

    /// <summary>Sends the frames from <paramref name="nextFrame"/> on once more.</summary>
    /// <param name="nextFrame">Number of the first frame that has not come.</param>
    /// <param name="isLost">
    /// A later one has come. Otherwise it may be under way still, and is sent again only when the session has sent nothing for a
    /// while: where the cluster is slow, sending twice would make it slower.
    /// </param>
    [Alias("replay")]
    Task<SpeechError?> Replay(long nextFrame, bool isLost);

    /// <summary>The listener is gone: ends what is being spoken and forgets the session.</summary>
    [Alias("close")]
    Task Close();
}

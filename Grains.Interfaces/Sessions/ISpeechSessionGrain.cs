using Orleans.Concurrency;

namespace Speeko.Grains.Interfaces.Sessions;

/// <summary>
/// One ordered stream of speech; the key is a GUID made by the frontend. Text goes in by calls of the frontend that leads the
/// session, audio comes out as <see cref="SpeechFrame"/>s on a lane of every frontend that listens.
/// </summary>
[Alias("speeko.session")]
public interface ISpeechSessionGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Directs the frames to the frontend that leads the session, and goes on where its listener is: what it has not had is
    /// sent again, what it asked for and this session does not know of is taken up. So it may be asked twice, and of any silo.
    /// </summary>
    /// <param name="offer">Where the frames are to come.</param>
    /// <param name="heard">What that frontend knows of the session.</param>
    /// <returns>Of the state only the number of the next frame.</returns>
    [Alias("attach")]
    Task<AttachReply> Attach(LaneOffer offer, SessionState heard);

    /// <summary>Directs the frames to a frontend that knows nothing of the session yet, from a chunk on that is still kept.</summary>
    /// <param name="offer">Where the frames are to come.</param>
    /// <param name="owner">The key on whose account it listens: that of the session.</param>
    /// <param name="sequence">The first chunk that is wanted; null for what is being heard now.</param>
    /// <param name="leads">It takes the session over; who led it before does so no more. Otherwise it listens in.</param>
    [Alias("join")]
    Task<AttachReply> Join(LaneOffer offer, string owner, long? sequence, bool leads);

    /// <summary>The frontend is still there. False: the session is not, or does not know the frontend, or others lead it.</summary>
    /// <param name="frontend">That has attached or joined.</param>
    /// <param name="lead">As <see cref="SessionState.Lead"/> was told to who leads it there; null where nobody does.</param>
    /// <param name="hasFollowers">Somebody listens in there.</param>
    [Alias("touch")]
    Task<bool> Touch(string frontend, int? lead, bool hasFollowers);

    /// <summary>Nobody listens at the frontend any more. The session waits for its listener to come back.</summary>
    /// <param name="frontend">That has attached or joined.</param>
    /// <param name="attempt">Its last: somebody may have come back to it already.</param>
    [Alias("leave"), OneWay]
    Task Leave(string frontend, long attempt);

    /// <summary>Queues an utterance whose text is whole. The audio follows on the lanes; null means accepted.</summary>
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
    /// <param name="utterance">Its number; another one that is open is not meant.</param>
    [Alias("flush")]
    Task<SpeechError?> Flush(int utterance);

    /// <summary>Barge-in: forgets every queued utterance, and leaves the segment being spoken.</summary>
    /// <param name="epoch">The one that begins with it; what has begun it already does nothing.</param>
    [Alias("cancel")]
    Task<SpeechError?> Cancel(int epoch);

    /// <summary>Gives credit back: everything below <paramref name="nextFrame"/> has been heard by the listener who leads.</summary>
    [Alias("ack"), OneWay]
    Task Acknowledge(long nextFrame);

    /// <summary>Sends a frontend the frames from <paramref name="nextFrame"/> on once more.</summary>
    /// <param name="frontend">Who misses them.</param>
    /// <param name="nextFrame">Number of the first frame that has not come.</param>
    /// <param name="isLost">
    /// A later one has come. Otherwise it may be under way still, and is sent again only when the session has sent nothing for a
    /// while: where the cluster is slow, sending twice would make it slower.
    /// </param>
    [Alias("replay")]
    Task<SpeechError?> Replay(string frontend, long nextFrame, bool isLost);

    /// <summary>Who leads it has ended it: stops what is being spoken and forgets the session.</summary>
    /// <param name="lead">Of whoever ends it; when others lead by now, it goes on.</param>
    [Alias("close")]
    Task Close(int lead);
}

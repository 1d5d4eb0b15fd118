using Speeko.Grains.Interfaces;

namespace Speeko.Grains.Sessions;

internal static class SessionErrors
{
    public static readonly SpeechError Lost = new(
        SpeechErrorCode.SessionLost, "The session is gone: the machine that held it was lost. Ask again in a new one.");

    /// <summary>Also for who may not know whether there is one.</summary>
    public static readonly SpeechError Unknown = new(
        SpeechErrorCode.UnknownSession, "There is no such session; it has ended, or it is another key's.", "session_id");

    public static readonly SpeechError TakenOver = new(SpeechErrorCode.TakenOver, "Another connection leads this session now.");

    public static SpeechError Gone(long oldest) => new(
        SpeechErrorCode.Gone, $"The audio from there on is not kept any more; it is from {oldest} on.", "sequence", oldest);

    public static SpeechError Ahead(long next) => new(
        SpeechErrorCode.BadField, $"There is no such chunk yet; the next one is {next}.", "sequence", next);

    /// <summary>Judges text before it is queued.</summary>
    public static SpeechError? OfText(
        string text, IReadOnlyCollection<Utterance> queue, bool startsUtterance, bool isWhole, SessionOptions options)
    {
        if (isWhole && SpeakableText.Check(text) is { } silent)
            return silent;
        if ((startsUtterance || isWhole) && queue.Count > options.MaxQueuedUtterances)
        {
            return new SpeechError(
                SpeechErrorCode.TooLarge,
                $"{options.MaxQueuedUtterances} utterances wait in this session already; wait for one to complete.",
                Limit: options.MaxQueuedUtterances);
        }

        if (queue.Sum(utterance => utterance.PendingChars) + text.Length > options.MaxPendingChars)
        {
            return new SpeechError(
                SpeechErrorCode.TooLarge,
                $"More than {options.MaxPendingChars} characters of this session have not been spoken yet.",
                "text",
                options.MaxPendingChars);
        }

        return null;
    }
}

using Speeko.Grains.Interfaces;

namespace Speeko.Grains.Sessions;

internal static class SessionErrors
{
    public static readonly SpeechError Lost = new(
        SpeechErrorCode.SessionLost, "The session is gone: the machine that held it was lost. Ask again in a new one.");

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

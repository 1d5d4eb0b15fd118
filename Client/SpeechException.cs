namespace Speeko.Client;

/// <summary>A call could not be served; <see cref="Error"/> says why in a form that programs understand.</summary>
public sealed class SpeechException : Exception
{
    public SpeechException(SpeechError error, Exception? cause = null)
        : base(error.Message, cause) => Error = error;

    public SpeechError Error { get; }
}

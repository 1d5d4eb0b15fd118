using Speeko.Speech.Engines;

namespace Speeko.Speech.Worker;

/// <summary>The sound is not wanted, only that the engine has spoken.</summary>
internal sealed class Silence : ISpeaking
{
    public static readonly Silence Instance = new();

    public void Audio(ReadOnlySpan<short> samples)
    {
    }

    public void Mark(SpeechMark mark)
    {
    }

    public bool GoOn() => true;
}

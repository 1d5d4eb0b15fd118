using Speeko.Speech.Engines;

namespace Speeko.Speech.Worker;

/// <summary>Takes what the engine makes of one job, block by block.</summary>
internal interface ISpeaking
{
    void Audio(ReadOnlySpan<short> samples);

    void Mark(SpeechMark mark);

    /// <summary>Called behind each block. False: stop.</summary>
    bool GoOn();
}

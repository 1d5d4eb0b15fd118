namespace Speeko.Speech.Engines;

/// <summary>One sentence with all that changes its sound.</summary>
/// <param name="Text">Well-formed UTF-16 (no lone surrogates), not empty.</param>
/// <param name="VoiceId">The id of one of the engine's voices.</param>
/// <param name="SpeakingRate">1 is the voice's own speed; 0.25 to 4.</param>
public sealed record SynthesisRequest(string Text, string VoiceId, double SpeakingRate)
{
    public const double SlowestRate = 0.25;
    public const double FastestRate = 4;
}

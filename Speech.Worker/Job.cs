namespace Speeko.Speech.Worker;

/// <param name="Id">As the silo numbers it.</param>
/// <param name="Rate">1 is the voice's own speed.</param>
/// <param name="Voice">The engine's identifier of the voice.</param>
/// <param name="Text">One sentence.</param>
internal sealed record Job(int Id, double Rate, string Voice, string Text);

using Speeko.Grains.Interfaces;

namespace Speeko.Frontend.Gateway;

/// <param name="Audio">All samples of the segment; not to be written to.</param>
/// <param name="Error">Why there is no audio.</param>
internal sealed record FetchedSegment(byte[] Audio, SpeechError? Error);

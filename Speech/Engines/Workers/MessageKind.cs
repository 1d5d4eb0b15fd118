namespace Speeko.Speech.Engines.Workers;

/// <summary>
/// What a silo and a worker say to each other over the worker's standard input and output. A message is its payload's
/// length (int32), its kind (one byte) and the payload; numbers are little-endian, texts UTF-8 behind an int32 length.
/// <code>
/// silo → worker   Synthesize  job int32, rate float64, deadline int64 (Unix ms), voice text, text text
///                 Cancel      job int32
/// worker → silo   Hello       version text, sample rate int32, count int32, voices: identifier, name, gender byte, languages (count byte, texts)
///                 Begun       job int32: whatever happens to the worker from here on may be the text's doing
///                 Audio       job int32, samples s16le mono
///                 Mark        job int32, kind byte, text offset int32, text length int32 (UTF-16), sample int64
///                 Done        job int32, status byte: 0 complete, 1 cancelled, 2 failed
/// </code>
/// A worker may have several jobs, which it speaks by turns; the end of its input is its end.
/// </summary>
public enum MessageKind : byte
{
    Synthesize = 1,
    Cancel = 2,
    Hello = 3,
    Audio = 4,
    Mark = 5,
    Done = 6,
    Begun = 7,
}

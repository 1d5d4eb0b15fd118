using System.Runtime.InteropServices;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Worker;

/// <summary>
/// Writes what the engine makes. The first samples of a job go at once; later ones are gathered, for every write costs
/// both sides a system call and a switch. Used by one thread.
/// </summary>
internal sealed class WorkerOutput(Stream stream) : IDisposable
{
    private const int SecondBytes = 8 * 1024;
    private const int LaterBytes = 32 * 1024;

    private readonly MessageWriter _message = new();
    private readonly byte[] _pending = new byte[LaterBytes];
    private int _pendingBytes;
    private int _writes;

    public void Write(ReadOnlyMemory<byte> message)
    {
        stream.Write(message.Span);
        stream.Flush();
    }

    public void Audio(int job, ReadOnlySpan<short> samples)
    {
        var bytes = MemoryMarshal.AsBytes(samples);
        while (bytes.Length > 0)
        {
            var take = Math.Min(bytes.Length, _pending.Length - _pendingBytes);
            bytes[..take].CopyTo(_pending.AsSpan(_pendingBytes));
            _pendingBytes += take;
            bytes = bytes[take..];
            if (_pendingBytes >= EnoughBytes)
                FlushAudio(job);
        }
    }

    public void Mark(int job, SpeechMark mark) => Write(_message.Begin(MessageKind.Mark)
        .Add(job).Add((byte)mark.Kind).Add(mark.TextOffset).Add(mark.TextLength).Add(mark.SampleOffset).End());

    public void Done(int job, JobStatus status)
    {
        if (status == JobStatus.Complete)
            FlushAudio(job);
        (_pendingBytes, _writes) = (0, 0);
        Write(_message.Begin(MessageKind.Done).Add(job).Add((byte)status).End());
    }

    public void Dispose() => stream.Dispose();

    private int EnoughBytes => _writes switch
    {
        0 => 1,
        1 => SecondBytes,
        _ => LaterBytes,
    };

    private void FlushAudio(int job)
    {
        if (_pendingBytes == 0)
            return;
        Write(_message.Begin(MessageKind.Audio).Add(job).Add(_pending.AsSpan(0, _pendingBytes)).End());
        _pendingBytes = 0;
        _writes++;
    }
}

/// <summary>How a job ended, as it stands in the message.</summary>
internal enum JobStatus : byte
{
    Complete = 0,
    Cancelled = 1,
    Failed = 2,
}

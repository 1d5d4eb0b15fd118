using System.Runtime.InteropServices;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Worker;

/// <summary>
/// Writes what the engine makes. The first samples of a job go at once; later ones are gathered, and marks travel with
/// samples, for every write costs both sides a system call and a switch. Used by one thread.
/// </summary>
internal sealed class WorkerOutput(Stream stream) : IDisposable
{
    private const int SecondBytes = 8 * 1024;
    private const int LaterBytes = 32 * 1024;

    private readonly MessageWriter _message = new();
    private readonly MemoryStream _gathered = new();
    private readonly byte[] _samples = new byte[LaterBytes];
    private int _sampleBytes;
    private int _writes;

    public void Write(ReadOnlyMemory<byte> message)
    {
        stream.Write(message.Span);
        stream.Flush();
    }

    /// <summary>To be told before anything that the job may do to this process.</summary>
    public void Begun(int job) => Write(_message.Begin(MessageKind.Begun).Add(job).End());

    public void Audio(int job, ReadOnlySpan<short> samples)
    {
        var bytes = MemoryMarshal.AsBytes(samples);
        while (bytes.Length > 0)
        {
            var take = Math.Min(bytes.Length, _samples.Length - _sampleBytes);
            bytes[..take].CopyTo(_samples.AsSpan(_sampleBytes));
            _sampleBytes += take;
            bytes = bytes[take..];
            if (_sampleBytes >= EnoughBytes)
            {
                GatherSamples(job);
                Send();
            }
        }
    }

    public void Mark(int job, SpeechMark mark) => Gather(_message.Begin(MessageKind.Mark)
        .Add(job).Add((byte)mark.Kind).Add(mark.TextOffset).Add(mark.TextLength).Add(mark.SampleOffset));

    public void Done(int job, JobStatus status)
    {
        if (status == JobStatus.Complete)
            GatherSamples(job);
        Gather(_message.Begin(MessageKind.Done).Add(job).Add((byte)status));
        Send();
        (_sampleBytes, _writes) = (0, 0);
    }

    public void Dispose()
    {
        _gathered.Dispose();
        stream.Dispose();
    }

    private int EnoughBytes => _writes switch
    {
        0 => 1,
        1 => SecondBytes,
        _ => LaterBytes,
    };

    private void GatherSamples(int job)
    {
        if (_sampleBytes > 0)
            Gather(_message.Begin(MessageKind.Audio).Add(job).Add(_samples.AsSpan(0, _sampleBytes)));
        _sampleBytes = 0;
    }

    private void Gather(MessageWriter message) => _gathered.Write(message.End().Span);

    private void Send()
    {
        Write(_gathered.GetBuffer().AsMemory(0, (int)_gathered.Length));
        _gathered.SetLength(0);
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

using System.Buffers;
using System.Runtime.InteropServices;
using Speeko.Speech.Engines;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Worker;

/// <summary>
/// Writes what an engine makes of one job after the other. The first samples that somebody waits for go at once; others are
/// gathered until they fill a frame, and marks travel with samples, for every write costs both sides a system call and a
/// switch. Used by one thread, while it has the turn.
/// </summary>
internal sealed class JobOutput(Stream stream, TimeProvider time)
{
    private const int SecondBytes = 8 * 1024;
    private const int ThirdBytes = 32 * 1024;

    /// <summary>What a frame holds, so that a block becomes a frame as it is.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>With so much in hand the listener does not notice that samples are gathered.</summary>
    private const int EnoughInHandMs = 1000;

    private readonly MessageWriter _message = new();
    private readonly ArrayBufferWriter<byte> _gathered = new();
    private readonly byte[] _samples = new byte[MostBytes];
    private Job? _job;
    private int _sampleBytes;
    private int _writes;

    /// <summary>To be told before anything that the job may do to this process.</summary>
    public void Begin(Job job)
    {
        (_job, _sampleBytes, _writes) = (job, 0, 0);
        Gather(_message.Begin(MessageKind.Begun).Add(job.Id));
        Send();
    }

    public void Audio(ReadOnlySpan<short> samples)
    {
        var bytes = MemoryMarshal.AsBytes(samples);
        while (bytes.Length > 0)
        {
            var take = Math.Min(bytes.Length, _samples.Length - _sampleBytes);
            bytes[..take].CopyTo(_samples.AsSpan(_sampleBytes));
            _sampleBytes += take;
            bytes = bytes[take..];
            if (_sampleBytes >= EnoughBytes())
                SendSamples();
        }
    }

    public void Mark(SpeechMark mark) => Gather(_message.Begin(MessageKind.Mark)
        .Add(_job!.Id).Add((byte)mark.Kind).Add(mark.TextOffset).Add(mark.TextLength).Add(mark.SampleOffset));

    /// <summary>Another job goes on; who waits for this one's samples gets them now.</summary>
    public void Pause()
    {
        if (_sampleBytes > 0 && !HasTime())
            SendSamples();
    }

    public void Done(JobStatus status)
    {
        if (status == JobStatus.Complete)
            GatherSamples();
        Gather(_message.Begin(MessageKind.Done).Add(_job!.Id).Add((byte)status));
        Send();
    }

    private bool HasTime() =>
        _job!.DryAtMs - time.GetUtcNow().ToUnixTimeMilliseconds() >= EnoughInHandMs;

    private int EnoughBytes() => HasTime() ? MostBytes : _writes switch
    {
        0 => 1,
        1 => SecondBytes,
        2 => ThirdBytes,
        _ => MostBytes,
    };

    private void SendSamples()
    {
        GatherSamples();
        Send();
        _writes++;
    }

    private void GatherSamples()
    {
        if (_sampleBytes > 0)
            Gather(_message.Begin(MessageKind.Audio).Add(_job!.Id).Add(_samples.AsSpan(0, _sampleBytes)));
        _sampleBytes = 0;
    }

    private void Gather(MessageWriter message) => _gathered.Write(message.End().Span);

    private void Send()
    {
        stream.Write(_gathered.WrittenSpan);
        stream.Flush();
        _gathered.ResetWrittenCount();
    }
}

/// <summary>How a job ended, as it stands in the message.</summary>
internal enum JobStatus : byte
{
    Complete = 0,
    Cancelled = 1,
    Failed = 2,
}

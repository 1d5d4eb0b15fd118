using System.Collections.Concurrent;
using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Worker;

/// <summary>
/// Listens on a thread of its own, so that a cancel is heard while the engine speaks; speaks on the caller's thread, for the
/// engine keeps global state. Ends with the input, at once, also in the middle of a sentence.
/// </summary>
internal sealed class WorkerLoop(MessageReader input, Espeak engine, WorkerOutput output) : IDisposable
{
    /// <summary>A silo asks for one job at a time; a second that waits is a silo gone mad.</summary>
    private readonly BlockingCollection<Job> _jobs = new(boundedCapacity: 2);

    public void Run()
    {
        new Thread(Listen) { IsBackground = true, Name = "listen" }.Start();
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            output.Begun(job.Id);
            output.Done(job.Id, engine.Speak(job, discard: false));
        }
    }

    public void Dispose() => _jobs.Dispose();

    private void Listen()
    {
        try
        {
            while (input.Read() is { } message)
                Obey(message.Kind, message.Payload.Span);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            Console.Error.WriteLine($"The silo makes no sense: {exception.Message}");
        }

        Environment.Exit(0);
    }

    private void Obey(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        var body = new MessageBody(payload);
        switch (kind)
        {
            case MessageKind.Synthesize:
                var (id, rate, voice, text) = (body.ReadInt32(), body.ReadDouble(), body.ReadText(), body.ReadText());
                _jobs.Add(new Job(id, rate, voice, text));
                break;
            case MessageKind.Cancel:
                engine.Cancel(body.ReadInt32());
                break;
            default:
                throw new InvalidDataException($"A silo may not send a message of kind {(byte)kind}.");
        }
    }
}

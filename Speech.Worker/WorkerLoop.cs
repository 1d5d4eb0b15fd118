using Speeko.Speech.Engines.Workers;

namespace Speeko.Speech.Worker;

/// <summary>Obeys a silo until the input ends.</summary>
internal sealed class WorkerLoop(MessageReader input, Speakers speakers)
{
    public void Run()
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
    }

    private void Obey(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        var body = new MessageBody(payload);
        switch (kind)
        {
            case MessageKind.Synthesize:
                var (id, rate, deadlineMs) = (body.ReadInt32(), body.ReadDouble(), body.ReadInt64());
                var (voice, text) = (body.ReadText(), body.ReadText());
                speakers.Give(new Job(id, rate, voice, text, deadlineMs));
                break;
            case MessageKind.Cancel:
                speakers.Cancel(body.ReadInt32());
                break;
            default:
                throw new InvalidDataException($"A silo may not send a message of kind {(byte)kind}.");
        }
    }
}

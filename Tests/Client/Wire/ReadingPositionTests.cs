using Speeko.Client;
using Speeko.Client.Wire;

namespace Speeko.Tests.Client.Wire;

public sealed class ReadingPositionTests
{
    private static readonly Guid Session = Guid.Parse("7d6f0c1e-53b6-4a86-9a01-5b0b7f1f2a11");

    private readonly ReadingPosition _position = new();

    [Fact]
    public void Audio_without_a_format_is_no_chunk() => Assert.Null(_position.Follow(new byte[2]));

    [Fact]
    public void Chunks_are_counted_from_where_their_utterance_begins()
    {
        Hear(Started(0, 0), Started(1, 5));

        Assert.Equal([5L, 6L], [_position.Follow(new byte[2])!.Sequence, _position.Follow(new byte[2])!.Sequence]);
        Assert.Equal(7, _position.NextSequence);
    }

    [Fact]
    public void What_comes_again_behind_a_loss_is_not_told_again()
    {
        SpeechMark[] marks = [new(true, 0, 10, 100), new(false, 0, 3, 100), new(false, 4, 3, 350)];
        Hear([Started(0, 0), .. marks, new SpeechCompleted(0, 900, 8), Started(1, 8)]);

        _position.GoOn(8);
        var again = Hear([marks[1], marks[2], new SpeechMark(false, 0, 3, 950), new SpeechCompleted(0, 900, 8), Started(1, 8), new SpeechCompleted(1, 5, 9)]);

        Assert.Equal([new SpeechMark(false, 0, 3, 950), new SpeechCompleted(1, 5, 9)], again);
    }

    [Fact]
    public void Another_session_begins_anew()
    {
        Hear(Started(0, 0), new SpeechCompleted(0, 900, 8));

        _position.Restart();

        Assert.Null(_position.Session);
        Assert.Equal(2, Hear(Started(0, 0), new SpeechCompleted(0, 900, 8)).Length);
    }

    private static SpeechStarted Started(int utterance, long sequence) => new(Session, utterance, "pcm", 22050, 1, sequence);

    private SpeechEvent[] Hear(params SpeechEvent[] events) => [.. events.Select(_position.Follow).OfType<SpeechEvent>()];
}

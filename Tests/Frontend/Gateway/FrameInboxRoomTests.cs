using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Gateway;

/// <summary>How much waits for a listener who does not read.</summary>
public sealed class FrameInboxRoomTests
{
    private const int MaxFrames = 4096;

    /// <summary>Of a full one, which is 64 KiB.</summary>
    private const int FrameChunks = 16;

    private static readonly AudioFormat Format = new(AudioContainer.Pcm, 22050, 1);

    private readonly FrameInbox _inbox = new(Guid.NewGuid(), new FakeTimeProvider());

    [Fact]
    public void Full_it_drops_a_frame_and_asks_for_it_again()
    {
        for (var i = 0; i < MaxFrames; i++)
            Assert.Null(_inbox.Deliver(Empty(i)));

        Assert.Equal(MaxFrames, _inbox.Deliver(Empty(MaxFrames)));
        Assert.True(_inbox.TryRead(out _));
        Assert.Null(_inbox.Deliver(Empty(MaxFrames)));
        Assert.Equal(MaxFrames + 1, _inbox.Next);
    }

    [Fact]
    public void Who_does_not_read_keeps_a_bounded_number_of_bytes_and_loses_none()
    {
        long? missing = null;
        for (var i = 0; i < 40; i++)
            missing ??= _inbox.Deliver(Full(i));
        Assert.Equal(16, missing);

        Assert.Equal(16, Drain().Count);
        for (var i = 0; i < 40; i++)
            _inbox.Deliver(Full(i));
        Assert.Equal(Enumerable.Range(16, 16).Select(i => (long)i), Drain().Select(frame => frame.Number));
    }

    [Theory]
    [InlineData(500, 16)]
    [InlineData(60_000, 80)]
    public void Who_hears_what_is_so_much_ahead_has_room_for_twice_as_much_but_not_for_less_than_is_usual(int windowMs, int frames)
    {
        _inbox.Deliver(Empty(0) with { Kind = FrameKind.Started, Format = Format, WindowBytes = Format.BytesOf(windowMs) });
        for (var i = 1; i <= frames; i++)
            Assert.Null(_inbox.Deliver(Full(i)));

        Assert.Equal(frames + 1, _inbox.Deliver(Full(frames + 1)));
    }

    [Fact]
    public void So_has_who_comes_in_in_the_middle_of_it()
    {
        var settings = new UtteranceSettings { WindowMs = 60_000 };
        var utterance = new UtteranceState { Index = 0, Settings = settings, Text = "Text.", HasBegun = true, Format = Format };
        _inbox.Suspend();
        _inbox.Begin(new SessionState { Utterances = [utterance] }, sequence: null, leads: false);
        for (var i = 0; i < 80; i++)
            Assert.Null(_inbox.Deliver(Full(i)));

        Assert.Equal(80, _inbox.Deliver(Full(80)));
    }

    private static SpeechFrame Empty(int number) => new() { Kind = FrameKind.Audio, Number = number };

    private static SpeechFrame Full(int number) =>
        Empty(number) with { Audio = new byte[FrameChunks * 4096], ChunkBytes = 4096, Sequence = number * FrameChunks };

    private List<SpeechFrame> Drain()
    {
        var frames = new List<SpeechFrame>();
        while (_inbox.TryRead(out var frame))
            frames.Add(frame);
        return frames;
    }
}

using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Frontend.Gateway;

public sealed class FrameInboxModelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Gen<(int Operation, int Value)[]> AnyOperations =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5]).Array[1, 120];

    [Fact]
    public void Whatever_is_lost_doubled_and_cancelled_the_reader_gets_each_current_frame_once_in_order() =>
        AnyOperations.Sample(
            operations =>
            {
                var time = new FakeTimeProvider();
                var inbox = new FrameInbox(Guid.Empty, time);
                var lane = new LossyLane(inbox);
                var read = new List<SpeechFrame>();
                var epoch = 0;

                foreach (var (operation, value) in operations)
                {
                    switch (operation)
                    {
                        case 0 or 1:
                            lane.Speak(value);
                            break;
                        case 2 or 3 or 4:
                            lane.Send(isLost: value == 0, isDoubled: value == 1);
                            break;
                        case 5 or 6 or 7:
                            lane.Deliver();
                            break;
                        case 8:
                            Read(inbox, read, epoch);
                            break;
                        default:
                            lane.Cancel();
                            epoch++;
                            break;
                    }
                }

                Assert.Equal(lane.AskedFor.Distinct(), lane.AskedFor);
                lane.SendAndDeliverAll();
                Read(inbox, read, epoch);
                AskForWhatIsOverdue(inbox, lane, time);
                Read(inbox, read, epoch);
                Assert.Equal(read.Select(frame => frame.Number).Distinct().Order(), read.Select(frame => frame.Number));
                Assert.Equal(
                    lane.Sent.Where(frame => frame.Epoch == epoch), read.Where(frame => frame.Epoch == epoch));
            },
            iter: 2000);

    /// <summary>In the end the lane loses nothing, so one question brings all; then nothing may be due any more.</summary>
    private static void AskForWhatIsOverdue(FrameInbox inbox, LossyLane lane, FakeTimeProvider time)
    {
        Assert.Null(inbox.Overdue(Patience));
        time.Advance(Patience);
        if (inbox.Overdue(Patience) is { } missing)
        {
            Assert.InRange(missing, 0, lane.Sent.Count - 1);
            lane.Replay(missing);
            lane.SendAndDeliverAll();
        }

        time.Advance(Patience);
        Assert.Null(inbox.Overdue(Patience));
    }

    private static void Read(FrameInbox inbox, List<SpeechFrame> read, int epoch)
    {
        while (inbox.TryRead(out var frame))
        {
            Assert.Equal(frame.Epoch == epoch, inbox.IsCurrent(frame));
            read.Add(frame);
        }
    }
}

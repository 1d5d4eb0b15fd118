using Microsoft.Extensions.Time.Testing;
using Speeko.Frontend.Doors.WebSockets;

namespace Speeko.Tests.Frontend.Doors.WebSockets;

public sealed class FarewellPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FarewellPace _pace;

    public FarewellPaceTests() => _pace = new FarewellPace(_time);

    [Fact]
    public void A_single_listener_does_not_wait()
    {
        using var present = _pace.Enter();

        Assert.True(Turn().IsCompleted);
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(80, 2)]
    [InlineData(320, 8)]
    [InlineData(5000, 8)]
    public void All_are_gone_in_time_and_never_all_at_once(int listeners, int seconds)
    {
        for (var i = 0; i < listeners; i++)
            _pace.Enter();
        var turns = Enumerable.Range(0, listeners).Select(_ => Turn()).ToArray();

        for (var second = 1; second <= seconds; second++)
        {
            Assert.InRange(turns.Count(turn => turn.IsCompleted), 1, (listeners / seconds * (second - 1)) + 1);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(turns, turn => Assert.True(turn.IsCompletedSuccessfully));
    }

    [Fact]
    public void Who_has_gone_by_itself_is_not_waited_for()
    {
        for (var i = 0; i < 8000; i++)
            _pace.Enter().Dispose();
        var turns = Enumerable.Range(0, 40).Select(_ => Turn()).ToArray();

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.All(turns, turn => Assert.True(turn.IsCompletedSuccessfully));
    }

    [Fact]
    public void Who_loses_its_connection_meanwhile_waits_no_longer()
    {
        using var gone = new CancellationTokenSource();
        Turn();
        var turn = _pace.TurnAsync(gone.Token);
        Assert.False(turn.IsCompleted);

        gone.Cancel();

        Assert.True(turn.IsCanceled);
    }

    private Task Turn() => _pace.TurnAsync(CancellationToken.None);
}

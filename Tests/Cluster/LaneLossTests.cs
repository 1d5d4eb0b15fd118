using Microsoft.Extensions.DependencyInjection;
using Speeko.Frontend.Gateway;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Tests.Cluster;

/// <summary>
/// A lane is replaced while somebody comes in by it: when the session has taken it, all others have been told of the new one, and
/// nothing comes by the old one any more.
/// </summary>
public sealed class LaneLossTests : IAsyncLifetime
{
    private const string Owner = "tests";
    private const string Text = "All of this is to be heard.";

    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 2);

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task A_new_session_is_heard_by_another_lane()
    {
        await using var listener = new Listener(await WhileALaneIsReplacedAsync(() => _cluster.OpenAsync()));
        await listener.SayAsync(Text);

        Assert.Equal(ScriptedEngine.Sound(Text), (await listener.HearAsync()).Audio);
    }

    [Fact]
    public async Task So_is_one_that_somebody_comes_back_to()
    {
        var before = new Listener(await _cluster.OpenAsync());
        await before.SayAsync(Text);
        await before.HearAsync();
        await before.Session.LeaveAsync();

        var (session, error) = await WhileALaneIsReplacedAsync(
            () => _cluster.Gateway.ResumeAsync(Owner, before.Session.Id, 0, CancellationToken.None));

        Assert.Null(error);
        await using var after = new Listener(session!);
        Assert.Equal(ScriptedEngine.Sound(Text), (await after.HearAsync()).Audio);
    }

    [Fact]
    public async Task So_is_one_that_somebody_listens_in_on()
    {
        await using var leader = new Listener(await _cluster.OpenAsync());
        await leader.SayAsync(Text);
        await leader.HearAsync();

        var (other, error) = await WhileALaneIsReplacedAsync(
            () => _cluster.Gateway.ListenAsync(Owner, leader.Session.Id, 0, CancellationToken.None));

        Assert.Null(error);
        await using var frames = other!.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        var audio = new List<byte>();
        do
        {
            Assert.True(await frames.MoveNextAsync().AsTask().WaitAsync(SpeechTestCluster.Patience));
            audio.AddRange(frames.Current.Audio.ToArray());
        }
        while (frames.Current.Kind != FrameKind.Ended);
        Assert.Equal(ScriptedEngine.Sound(Text), audio);
    }

    private async Task<T> WhileALaneIsReplacedAsync<T>(Func<Task<T>> comeIn)
    {
        var offers = _cluster.Silos.Client.ServiceProvider.GetRequiredService<LaneOffers>();
        var open = offers.Source;
        offers.Source = () => [$"{offers.Frontend}/0.99"];
        var result = await comeIn();
        offers.Source = open;
        return result;
    }
}

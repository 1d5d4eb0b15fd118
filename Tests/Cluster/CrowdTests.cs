namespace Speeko.Tests.Cluster;

/// <summary>Two hundred listeners want the same new paragraph at once, on three silos.</summary>
public sealed class CrowdTests : IAsyncLifetime
{
    private const int Listeners = 200;

    private static readonly string[] Sentences =
    [
        "Nobody has heard this before.", "Everybody wants it now.", "It is made once!", "Is it the same for all?", "It had better be.",
    ];

    private SpeechTestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SpeechTestCluster.StartAsync(silos: 3);

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_sentence_is_made_once_and_all_hear_the_same()
    {
        var listeners = await OpenAsync(Listeners);

        await Task.WhenAll(listeners.Select(listener => listener.SayAsync(string.Join(' ', Sentences))));

        await HearTheSameAsync(listeners);
    }

    [Fact]
    public async Task It_does_not_matter_that_who_asked_first_leaves_in_the_middle()
    {
        _cluster.Engine.IsHeld = _ => true;
        var first = (await OpenAsync(1))[0];
        await first.SayAsync(string.Join(' ', Sentences));
        var held = await _cluster.Engine.NextHeldAsync(CancellationToken.None);
        held.Emit(4096);
        await first.NextAudioAsync();

        var listeners = await OpenAsync(Listeners);
        await Task.WhenAll(listeners.Select(listener => listener.SayAsync(string.Join(' ', Sentences))));
        var begun = await Task.WhenAll(listeners.Select(listener => listener.NextAudioAsync()));
        await first.DisposeAsync();
        _cluster.Engine.IsHeld = _ => false;
        held.Complete();

        await HearTheSameAsync(listeners, begun);
    }

    private async Task HearTheSameAsync(Listener[] listeners, byte[][]? begun = null)
    {
        var sound = ScriptedEngine.Sound(Sentences);
        var heard = await Task.WhenAll(listeners.Select(listener => listener.HearAsync()));
        Assert.All(heard.Select((one, i) => (byte[])[.. begun?[i] ?? [], .. one.Audio]), audio => Assert.Equal(sound, audio));
        Assert.Equal(Sentences.Order(), _cluster.Engine.Spoken.Order());
        foreach (var listener in listeners)
            await listener.DisposeAsync();
    }

    private Task<Listener[]> OpenAsync(int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(async _ => new Listener(await _cluster.OpenAsync())));
}

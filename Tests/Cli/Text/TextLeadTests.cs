using Speeko.Cli.Text;

namespace Speeko.Tests.Cli.Text;

public sealed class TextLeadTests
{
    private readonly TextLead _lead = new();

    [Fact]
    public async Task Text_waits_until_the_voice_has_caught_up()
    {
        await _lead.WaitAsync(150_000, CancellationToken.None);
        var waiting = _lead.WaitAsync(100_000, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        _lead.Advance(49_999);
        Assert.False(waiting.IsCompleted);
        _lead.Advance(50_000);

        await waiting;
        Assert.Equal(250_000, _lead.SentChars);
        Assert.Equal(50_000, _lead.SpokenChars);
    }

    [Fact]
    public async Task Waiting_ends_with_the_caller()
    {
        using var cancel = new CancellationTokenSource();
        await _lead.WaitAsync(200_000, CancellationToken.None);
        var waiting = _lead.WaitAsync(1, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}

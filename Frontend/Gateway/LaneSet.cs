using Speeko.Grains.Interfaces.Sessions;
using Speeko.Relay;

namespace Speeko.Frontend.Gateway;

/// <summary>The lanes of this process, and its sessions on them.</summary>
internal sealed class LaneSet : IAsyncDisposable
{
    private readonly SessionTable _table;
    private readonly ILogger _logger;
    private readonly RelayLaneSet<SpeechFrame> _lanes;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _replacements;

    public LaneSet(IServiceProvider services, SessionTable table, LaneOffers offers, ILogger<LaneSet> logger)
    {
        _table = table;
        _logger = logger;
        _lanes = new(services, SpeechStreams.ProviderName, new()
        {
            Namespace = SpeechStreams.LaneNamespace,
            Instance = offers.Frontend,
            CreateBeat = static number => new() { Kind = FrameKind.Heartbeat, Number = number },
            IsBeat = static frame => frame.Kind == FrameKind.Heartbeat,
            Receive = table.Deliver,
            Replaced = OnReplaced,
        });
        offers.Source = () => _lanes.Names;
    }

    /// <summary>Completes when a heartbeat has come back through every lane.</summary>
    public Task WhenOpen => _open.Task;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _lanes.OpenAsync(cancellationToken).ConfigureAwait(false);
        _open.TrySetResult();
    }

    public ValueTask DisposeAsync() => _lanes.DisposeAsync();

    private void OnReplaced(RelayLaneReplacement replacement)
    {
        GatewayLog.LaneReplaced(_logger, replacement.Old, replacement.New, _table.Count);
        if (Interlocked.Increment(ref _replacements) == 1)
            _ = MoveAsync();
    }

    /// <summary>
    /// Tells all sessions, each of which knows its lane; once for all lanes that are replaced meanwhile, for a silo that dies
    /// silences several.
    /// </summary>
    private async Task MoveAsync()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _replacements);
            try
            {
                await Task.WhenAll(_table.All.Select(link => link.MoveAsync())).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The watch finds those that were left behind.
                GatewayLog.MoveFailed(_logger, exception);
            }
        }
        while (Interlocked.CompareExchange(ref _replacements, 0, seen) != seen);
    }
}

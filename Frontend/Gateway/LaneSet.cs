using System.Globalization;
using Orleans.Streams;
using Speeko.Grains.Interfaces.Sessions;

namespace Speeko.Frontend.Gateway;

/// <summary>The lanes of this process. Stand-in until merge.</summary>
internal sealed class LaneSet(IClusterClient cluster, SessionTable table) : IAsyncDisposable
{
    private readonly string _instance = Guid.NewGuid().ToString("N");

    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string[] Names { get; private set; } = [];

    /// <summary>Completes when every lane has proven to work.</summary>
    public Task WhenOpen => _open.Task;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(0, 8).Select(n => $"{_instance}/{n.ToString(CultureInfo.InvariantCulture)}").ToArray();
        var provider = cluster.GetStreamProvider(SpeechStreams.ProviderName);
        foreach (var name in names)
        {
            var came = new TaskCompletionSource();
            var stream = provider.GetStream<SpeechFrame>(StreamId.Create(SpeechStreams.LaneNamespace, name));
            await stream.SubscribeAsync((frame, _) =>
            {
                if (frame.Kind == FrameKind.Heartbeat)
                    came.TrySetResult();
                else
                    table.Deliver(frame);
                return Task.CompletedTask;
            }).ConfigureAwait(false);
            await stream.OnNextAsync(new SpeechFrame { Kind = FrameKind.Heartbeat }).ConfigureAwait(false);
            await came.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        Names = names;
        _open.TrySetResult();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

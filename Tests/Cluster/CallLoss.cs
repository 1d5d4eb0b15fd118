namespace Speeko.Tests.Cluster;

/// <summary>Loses calls that go one way, as a silo does that dies while they pass through it.</summary>
internal sealed class CallLoss : IIncomingGrainCallFilter
{
    private volatile string? _method;
    private volatile TaskCompletionSource _lost = new();

    /// <summary>Ends when one has been lost.</summary>
    public Task Lost => _lost.Task;

    public void Begin(string method) => (_lost, _method) = (new TaskCompletionSource(), method);

    public void End() => _method = null;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name != _method)
            return context.Invoke();
        _lost.TrySetResult();
        return Task.CompletedTask;
    }
}

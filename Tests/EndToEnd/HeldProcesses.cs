namespace Speeko.Tests.EndToEnd;

/// <summary>Processes that stand still until this is disposed.</summary>
internal sealed class HeldProcesses : IDisposable
{
    private readonly IReadOnlyList<int> _processIds;

    public HeldProcesses(IReadOnlyList<int> processIds)
    {
        _processIds = processIds;
        SignalAll(ProcessTable.Stop);
    }

    public void Dispose() => SignalAll(ProcessTable.Continue);

    private void SignalAll(int signal)
    {
        foreach (var processId in _processIds)
            ProcessTable.Signal(processId, signal);
    }
}

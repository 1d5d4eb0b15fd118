using System.Collections.Concurrent;

namespace Speeko.Tests.Cluster.Relay;

/// <summary>Counts the calls that grains get, by their methods.</summary>
internal sealed class CallCount : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, int> _calls = [];

    public int Of(string method) => _calls.GetValueOrDefault(method);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        _calls.AddOrUpdate(context.InterfaceMethod.Name, 1, (_, count) => count + 1);
        return context.Invoke();
    }
}

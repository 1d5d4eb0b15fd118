using System.Net;
using System.Threading.Channels;
using Speeko.Silo.Peers;

namespace Speeko.Tests.Silo.Peers;

/// <summary>A line that ends as the test says.</summary>
internal sealed class ScriptedLine : IPeerLine
{
    private readonly Channel<LineEnd> _ends = Channel.CreateUnbounded<LineEnd>();

    public void End(LineEnd end) => _ends.Writer.TryWrite(end);

    public async Task<LineEnd> HoldAsync(IPEndPoint peer, CancellationToken cancellationToken) =>
        await _ends.Reader.ReadAsync(cancellationToken);
}

using System.Net;
using Speeko.Cli.Launch;

namespace Speeko.Tests.EndToEnd;

/// <summary>Ports for one test: below those from which the system, and the launcher, take theirs.</summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Blocks = 100;
    private const int BlockSize = 100;

    /// <summary>One block after the other, for what a test was told is free is so only until another one asks.</summary>
    private static int _block = Random.Shared.Next(Blocks);

    /// <summary>The first port of a block of 100 in which <paramref name="offsets"/> are free.</summary>
    public static int Find(params int[] offsets)
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _block) % Blocks * BlockSize);
            if (offsets.All(offset => PortClaims.TryListen(IPAddress.Loopback, port + offset) is null))
                return port;
        }
    }
}

namespace Speeko.Silo.Peers;

/// <summary>
/// Another silo, as this one sees it. A silo that is slow, stopped by a debugger or cut off looks just like one that is dead to
/// probes, and so they take their time. One whose process has ended does not: the operating system closes its connections, and
/// refuses new ones.
/// </summary>
/// <param name="silo">This very process: one that is started later at the same address is another peer.</param>
/// <param name="line">How it is watched.</param>
/// <param name="declare">Has it declared dead, if it can; asked again and again while the peer is gone.</param>
/// <param name="time">For the pauses.</param>
internal sealed class Peer(
    SiloAddress silo, IPeerLine line, Func<SiloAddress, CancellationToken, Task> declare, TimeProvider time)
{
    /// <summary>Refusals that prove it. Of a process that ends, connections go before the port does.</summary>
    public const int Proof = 2;

    /// <summary>Before the first try to get through again; it doubles with each, up to <see cref="Pause"/>.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);

    /// <summary>Before it is tried again to reach one that was not there yet, or is cut off.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private volatile bool _isGone;

    /// <summary>Whether it is proven, up to now, that there is no such process any more.</summary>
    public bool IsGone => _isGone;

    /// <summary>Ends with the token.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var (wasThere, refusals, pause) = (false, 0, Pause);
        while (true)
        {
            var end = await line.HoldAsync(silo.Endpoint, cancellationToken).ConfigureAwait(false);

            // 1. Only who has been there, at this address and seen from here, can be missed; and who can't be reached may
            //    still be there. A refusal by something on the way to a silo that was never reached proves nothing.
            wasThere = end == LineEnd.Lost || (wasThere && end != LineEnd.Unreachable);
            refusals = wasThere && end == LineEnd.Refused ? refusals + 1 : 0;

            // 2. Proven for as long as it is so: whoever gets through again was wrong.
            _isGone = refusals >= Proof;
            if (_isGone)
                await declare(silo, cancellationToken).ConfigureAwait(false);

            pause = !wasThere ? Pause : end == LineEnd.Lost ? FirstPause : Shorter(pause * 2, Pause);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

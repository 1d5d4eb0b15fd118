using System.Runtime.InteropServices;
using Speeko.Hosting;

namespace Speeko.Cli;

/// <summary>Ctrl-C, SIGTERM and a closed terminal. The first asks for an orderly end, a second for an end at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
    ];

    /// <summary>Stop in good order.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Whoever asked has lost patience.</summary>
    public CancellationToken Kill => _kill.Token;

    /// <summary>Also stops when standard input ends: whoever started this program holds the other end.</summary>
    public void FollowInput() => _ = FollowInputAsync();

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
        _kill.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_registrations)
        {
            if (_stop.IsCancellationRequested)
                _kill.Cancel();
            else
                _stop.Cancel();
        }
    }

    private async Task FollowInputAsync()
    {
        await InputEnd.Of(Console.OpenStandardInput());
        await _stop.CancelAsync();
    }
}

using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Speeko.Tests.EndToEnd.Scripts;

/// <summary>Runs a script of the checkout in a PowerShell inside this process, which has the language and no cmdlets.</summary>
internal sealed class PowerShellRun : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly Task _end;

    /// <summary>A test reports to nobody.</summary>
    static PowerShellRun() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    public PowerShellRun(string script, params string[] arguments)
    {
        _runspace.Open();
        _shell = PowerShell.Create(_runspace);
        var quoted = arguments.Select(argument => $"'{argument}'");
        _shell.AddScript($"& '{Checkout.PathOf(script)}' {string.Join(' ', quoted)}; \"exit $LASTEXITCODE\"");
        _end = Task.Factory.FromAsync(_shell.BeginInvoke<PSObject, PSObject>(null, _output), _shell.EndInvoke);
    }

    public string Output => string.Join('\n', _output) + string.Join('\n', _shell.Streams.Error);

    public async Task EndAsync(TimeSpan limit) => await _end.WaitAsync(limit, TimeProvider.System);

    /// <summary>Waits for a line; fails when the script ends without.</summary>
    public Task LineAsync(string line, TimeSpan limit) => Eventually.TrueAsync(
        () => _output.Any(said => said.ToString() == line) || (_end.IsCompleted ? throw new InvalidOperationException(Output) : false),
        limit,
        () => Output);

    public void Dispose()
    {
        _shell.Dispose();
        _runspace.Dispose();
        _output.Dispose();
    }
}

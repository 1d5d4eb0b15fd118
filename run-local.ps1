# Builds Speeko and runs a cluster on this machine until Ctrl-C; ./run-local.ps1 --help lists the options.
# Only the language itself and .NET: the script also runs where PowerShell is a library without its cmdlets.
$ErrorActionPreference = 'Stop'
$ExecutionContext.SessionState.Path.SetLocation($PSScriptRoot) > $null
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

if ($IsLinux) {
    & bash "$PSScriptRoot/.ci/need-packages" libespeak-ng1 espeak-ng-data
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

'Building'
$built = & dotnet build "$PSScriptRoot/Cli/Cli.csproj" -c Release --nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false
if ($LASTEXITCODE -ne 0) {
    $built
    exit 1
}

& dotnet "$PSScriptRoot/Cli/bin/Release/net10.0/speeko.dll" up @args
exit $LASTEXITCODE

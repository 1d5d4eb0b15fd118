# Installs what the tests need, builds, checks the format and runs all tests. Arguments go to 'dotnet test':
# ./test.ps1 --filter FullyQualifiedName~Launcher. The last line is 'N passed, N failed, N skipped'.
# ./test.ps1 --chaos 60m (or 90s, 2h) runs the chaos suite alone, for as long; TestResults/chaos.log tells what happens.
# Only the language itself and .NET: the script also runs where PowerShell is a library without its cmdlets.
$ErrorActionPreference = 'Stop'
$ExecutionContext.SessionState.Path.SetLocation($PSScriptRoot) > $null
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:MSBUILDDISABLENODEREUSE = '1'
$solution = "$PSScriptRoot/Speeko.Orleans.sln"
$results = "$PSScriptRoot/TestResults"
$problems = 0
# A test that says nothing for so long hangs.
$patience = '5min'
$verbosity = 'minimal'
$options = @($args)

if ($options.Count -gt 0 -and $options[0] -eq '--chaos') {
    if ($options.Count -lt 2 -or "$($options[1])" -cnotmatch '^0*([1-9][0-9]{0,5})([smh])$') {
        '--chaos wants to know how long: a whole number and s, m or h, such as 90s, 60m or 2h.'
        exit 2
    }
    $seconds = [int]$Matches[1] * @{ s = 1; m = 60; h = 3600 }[$Matches[2]]
    $env:SPEEKO_CHAOS_SECONDS = $seconds
    $env:SPEEKO_CHAOS_LOG = "$results/chaos.log"
    $patience = "$($seconds + 600)s"
    $verbosity = 'detailed'
    $options = @('--filter', 'FullyQualifiedName~ChaosTests') + @(if ($options.Count -gt 2) { $options[2..($options.Count - 1)] })
}

if ([IO.Directory]::Exists($results)) { [IO.Directory]::Delete($results, $true) }
[IO.Directory]::CreateDirectory($results) > $null

if ($IsLinux) {
    '== packages'
    & bash "$PSScriptRoot/.ci/need-packages" libespeak-ng1 espeak-ng-data redis-server
    if ($LASTEXITCODE -ne 0) { $problems++ }
}

'== npm'
& npm ci --prefix "$PSScriptRoot/Tests/EndToEnd/signalr-client" --prefer-offline --no-audit --no-fund --loglevel error
if ($LASTEXITCODE -ne 0) { $problems++ }

'== build'
$built = & dotnet build $solution -c Release --nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false
if ($LASTEXITCODE -ne 0) {
    $built
    $problems++
}

$status = $problems
if ($problems -eq 0) {
    '== format'
    # Of all that it looks at, what the build does not: it has held style and analyzers against the code already.
    & dotnet format whitespace $solution --verify-no-changes --no-restore
    if ($LASTEXITCODE -ne 0) { $problems++ }
    & dotnet format style $solution --diagnostics IMPORTS --verify-no-changes --no-restore
    if ($LASTEXITCODE -ne 0) { $problems++ }

    '== tests'
    & dotnet test "$PSScriptRoot/Tests/Tests.csproj" -c Release --no-build --nologo --results-directory $results `
        --logger trx --logger "console;verbosity=$verbosity" `
        --blame-hang --blame-hang-timeout $patience --blame-hang-dump-type none @options
    $status = $LASTEXITCODE
}

$total = $executed = $passed = 0
if ([IO.Directory]::Exists($results)) {
    foreach ($file in [IO.Directory]::GetFiles($results, '*.trx')) {
        $counters = ([xml][IO.File]::ReadAllText($file)).TestRun.ResultSummary.Counters
        $total += [int]$counters.total
        $executed += [int]$counters.executed
        $passed += [int]$counters.passed
    }
}

$failed = $executed - $passed + $problems
# A test host that died has no result for what it was running.
if ($failed -eq 0 -and $status -ne 0) { $failed = 1 }
"$passed passed, $failed failed, $($total - $executed) skipped"
exit [int]($failed -gt 0)

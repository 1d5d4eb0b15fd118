#!/usr/bin/env bash
# Installs what the tests need, builds, checks the format and runs all tests. Arguments go to 'dotnet test':
# ./test.sh --filter FullyQualifiedName~Launcher. The last line is 'N passed, N failed, N skipped'.
# ./test.sh --chaos 60m (or 90s, 2h) runs the chaos suite alone, for as long; TestResults/chaos.log tells what happens.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
results=$PWD/TestResults
problems=0
# A test that says nothing for so long hangs.
patience=5min
verbosity=minimal

if [ "${1:-}" = --chaos ]; then
    [[ "${2:-}" =~ ^0*([1-9][0-9]{0,5})([smh])$ ]] || {
        echo "--chaos wants to know how long: a whole number and s, m or h, such as 90s, 60m or 2h." >&2
        exit 2
    }
    case "${BASH_REMATCH[2]}" in s) unit=1 ;; m) unit=60 ;; h) unit=3600 ;; esac
    seconds=$((BASH_REMATCH[1] * unit))
    shift 2
    export SPEEKO_CHAOS_SECONDS=$seconds SPEEKO_CHAOS_LOG=$results/chaos.log
    patience=$((seconds + 600))s
    verbosity=detailed
    set -- --filter FullyQualifiedName~ChaosTests "$@"
fi

# A step that goes wrong counts as a failure of its own.
step() {
    echo "== $1"
    shift
    "$@" || problems=$((problems + 1))
}

# Of all that 'dotnet format' looks at, what the build does not: it has held style and analyzers against the code already.
format_of_all() {
    dotnet format whitespace Speeko.Orleans.sln --verify-no-changes --no-restore &&
        dotnet format style Speeko.Orleans.sln --diagnostics IMPORTS --verify-no-changes --no-restore
}

format_is_right() {
    wait "$format" || { cat "$results/format.txt" >&2; return 1; }
}

# Adds up one attribute of the counters in all result files.
count() {
    cat "$results"/*.trx 2> /dev/null | grep -o '<Counters [^>]*' | grep -o " $1=\"[0-9]*" | grep -o '[0-9]*$' |
        awk '{ sum += $1 } END { print sum + 0 }'
}

finish() {
    local total executed passed failed
    total=$(count total) executed=$(count executed) passed=$(count passed)
    failed=$((executed - passed + problems))
    # A test host that died has no result for what it was running.
    if [ "$failed" -eq 0 ] && [ "$1" -ne 0 ]; then failed=1; fi
    echo "$passed passed, $failed failed, $((total - executed)) skipped"
    [ "$failed" -eq 0 ]
    exit
}

rm -rf "$results"
mkdir -p "$results"
step "packages" .ci/need-packages libespeak-ng1 espeak-ng-data redis-server
command -v npm > /dev/null || step "node" .ci/need-packages nodejs npm
step "npm" npm ci --prefix Tests/EndToEnd/signalr-client --prefer-offline --no-audit --no-fund --loglevel error
step "build" .ci/build Speeko.Orleans.sln
[ "$problems" -eq 0 ] || finish 1

# Beside the tests, where they wait.
{ renice -n 19 "$BASHPID" && format_of_all; } > "$results/format.txt" 2>&1 &
format=$!
trap 'kill "$format" 2> /dev/null' EXIT
echo "== tests"
dotnet test Tests/Tests.csproj -c Release --no-build --nologo --results-directory "$results" \
    --logger trx --logger "console;verbosity=$verbosity" \
    --blame-hang --blame-hang-timeout "$patience" --blame-hang-dump-type none "$@"
status=$?
step "format" format_is_right
finish $status

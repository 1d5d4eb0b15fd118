#!/usr/bin/env bash
# Installs what the tests need, builds, checks the format and runs all tests. Arguments go to 'dotnet test':
# ./test.sh --filter FullyQualifiedName~Launcher. The last line is 'N passed, N failed, N skipped'.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
results=TestResults
problems=0

# A step that goes wrong counts as a failure of its own.
step() {
    echo "== $1"
    shift
    "$@" || problems=$((problems + 1))
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
step "packages" .ci/need-packages libespeak-ng1 espeak-ng-data redis-server
command -v npm > /dev/null || step "node" .ci/need-packages nodejs npm
step "npm" npm ci --prefix Tests/EndToEnd/signalr-client --prefer-offline --no-audit --no-fund --loglevel error
step "build" .ci/build Speeko.Orleans.sln
[ "$problems" -eq 0 ] || finish 1
step "format" dotnet format Speeko.Orleans.sln --verify-no-changes --no-restore
echo "== tests"
dotnet test Tests/Tests.csproj -c Release --no-build --nologo --results-directory "$results" \
    --logger trx --logger "console;verbosity=minimal" \
    --blame-hang --blame-hang-timeout 5min --blame-hang-dump-type none "$@"
finish $?

#!/usr/bin/env bash
# Builds Speeko and runs a cluster on this machine until Ctrl-C; ./run-local.sh --help lists the options.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

.ci/need-packages libespeak-ng1 espeak-ng-data
echo "Building"
.ci/build Cli/Cli.csproj
exec dotnet Cli/bin/Release/net10.0/speeko.dll up "$@"

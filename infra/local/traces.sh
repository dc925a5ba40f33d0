#!/usr/bin/env bash
# Lets an order pass through the whole platform, and has its traces read by OpenTelemetry's own definitions. The tests
# must be built. Needs Python 3 with venv; the definitions come from its package index and lie in the state folder.
#
#   traces.sh STATE

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

state=${1:?"usage: traces.sh STATE"}
library=$state/traces
mkdir -p "$state"
if [[ ! -x $library/bin/python ]]; then
    python3 -m venv "$library"
fi
"$library/bin/python" -m pip install --quiet --disable-pip-version-check 'opentelemetry-proto>=1.30,<2'

export TRACE_EXPORT=$PWD/$state/traces.jsonl
[[ $state != /* ]] || TRACE_EXPORT=$state/traces.jsonl
rm -f "$TRACE_EXPORT"
infra/local/with-servers.sh infra/local/run-tests.sh TraceJourneyTests
"$library/bin/python" Tests/Clients/otlp_reader.py read "$TRACE_EXPORT"

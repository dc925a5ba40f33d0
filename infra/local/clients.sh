#!/usr/bin/env bash
# Walks a partner's own client library through the sandbox, as a proof from outside that it behaves as the partner does.
# Needs Python 3 with venv; the library comes from its package index and lies in the state folder.
#
#   clients.sh STATE

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

state=${1:?"usage: clients.sh STATE"}
library=$state/clients
mkdir -p "$state"
if [[ ! -x $library/bin/python ]]; then
    python3 -m venv "$library"
fi
"$library/bin/python" -m pip install --quiet --disable-pip-version-check shippo==3.9.0

swift build --product sandbox
binary=$(swift build --show-bin-path)/sandbox
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
SANDBOX_PORT=$port SANDBOX_TIME_SCALE=3600 "$binary" >"$state/clients.log" 2>&1 &
sandbox=$!
trap 'kill "$sandbox" 2>/dev/null; wait "$sandbox" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    if curl -sf "http://127.0.0.1:$port/livez" >/dev/null; then break; fi
    sleep 0.1
done
"$library/bin/python" Tests/Clients/shippo_client.py "http://127.0.0.1:$port"

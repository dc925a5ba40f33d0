#!/usr/bin/env bash
# Makes a Python environment with the tools by which others would use or examine the platform, and says where it is.
#
#   python.sh DIR    in DIR/python, from Tests/Clients/requirements.txt and Python's package index; exit code 3 and a
#                    sentence where there is no Python 3 with venv, or no index. People's tools are skipped then; where
#                    CI is set that is an error

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly wanted=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)/Tests/Clients/requirements.txt

[[ $# -eq 1 ]] || { sed -n 's/^# \{0,1\}//; 2,8p' "${BASH_SOURCE[0]}" >&2; exit 64; }
home=$(state_directory "$1")/python
if ! cmp -s "$wanted" "$home/requirements.txt"; then
    python3 -m venv "$home" >/dev/null 2>&1 || { echo "skipped: there is no Python 3 with venv" >&2; exit 3; }
    "$home/bin/python" -m pip install --quiet --disable-pip-version-check -r "$wanted" >"$home/pip.log" 2>&1 ||
        { echo "skipped: Python's package index does not answer: $(tail -n 1 "$home/pip.log")" >&2; exit 3; }
    cp "$wanted" "$home/requirements.txt"
fi
echo "$home/bin"

#!/usr/bin/env bash
# Has an independent validator read the messages' JSON Schemas, their examples, and asyncapi.json.
#
#   contracts.sh DIR    DIR keeps the tools; ASYNCAPI_SCHEMA may name AsyncAPI's own schema of 3.0.0 in a file

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

[[ $# -eq 1 ]] || { sed -n 's/^# \{0,1\}//; 2,5p' "${BASH_SOURCE[0]}" >&2; exit 64; }
python=$("$here/python.sh" "$1") || { [[ $? -eq 3 && -z ${CI:-} ]] && exit 0 || exit 1; }
"$python/python" "$here/../../Tests/Clients/contracts.py" "$here/../.." ${ASYNCAPI_SCHEMA:+"$ASYNCAPI_SCHEMA"}

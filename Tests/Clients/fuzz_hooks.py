"""Gives made-up requests the ids of things that are there, now and then: what is made up finds nothing.

Loaded by Schemathesis (infra/local/fuzz.sh). Only a value that is well-formed is replaced, by another well-formed one,
so that what is meant to be wrong stays wrong; which ones follows from the value, so that a seed means the same again.
"""

import json
import os
import uuid
import zlib

import schemathesis

FACTS = json.loads(os.environ.get("FUZZ_FACTS", "{}"))
TEXTS = {"channelSKU"}


def chance(value):
    """Three of four."""
    return zlib.crc32(value.encode("utf-8", "replace")) % 4 > 0


def known(name, value):
    fact = FACTS.get(name)
    if not fact or not isinstance(value, str) or not chance(value):
        return value
    if name in TEXTS:
        return fact if value else value
    try:
        return fact if str(uuid.UUID(value)) == value.lower() else value
    except ValueError:
        return value


def replaced(value):
    if isinstance(value, dict):
        return {name: known(name, replaced(inner)) for name, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner) for inner in value]
    return value


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return replaced(path_parameters)


@schemathesis.hook
def map_query(context, query):
    # No cursor that is made up is one of ours, so most are left out, or no list would ever be seen.
    cursor = (query or {}).get("cursor")
    if isinstance(cursor, str) and 1 <= len(cursor.encode("utf-8", "replace")) <= 512 and chance(cursor):
        query = {name: value for name, value in query.items() if name != "cursor"}
    return replaced(query)


@schemathesis.hook
def map_body(context, body):
    return replaced(body)

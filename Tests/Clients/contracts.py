"""Reads the documents of messages as any producer's validator would.

    contracts.py PROJECT [ASYNCAPI_SCHEMA]    run by infra/local/contracts.sh

Each schema must be a schema of JSON Schema 2020-12, and its example and the golden message must be valid by it. What is
broken on purpose must not be, or the schema says nothing. The same for the payloads and headers in asyncapi.json, and
for what requests and their answers are made of.
"""

import json
import pathlib
import sys

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker

ROOT = pathlib.Path(sys.argv[1])
FORMATS = FormatChecker()
troubles = []


def check(condition, what):
    if not condition:
        troubles.append(what)


def valid(schema, value):
    return Draft202012Validator(schema, format_checker=FORMATS).is_valid(value)


def broken(value, schema):
    """The value with each required member gone, and with each member of another kind."""
    body = schema["$defs"][schema["$ref"].split("/")[-1]]
    for name in body.get("required", []):
        yield f"without {name}", {key: inner for key, inner in value.items() if key != name}
    for name in value:
        yield f"with a strange {name}", value | {name: [["strange"]]}


names = sorted(path.stem for path in (ROOT / "docs/schemas").glob("*.json"))
for name in names:
    schema = json.loads((ROOT / f"docs/schemas/{name}.json").read_text())
    golden = json.loads((ROOT / f"Tests/ContractsTests/Golden/{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    for example in schema["examples"] + [golden]:
        for error in Draft202012Validator(schema, format_checker=FORMATS).iter_errors(example):
            check(False, f"{name}: {list(error.absolute_path)}: {error.message}")
    for what, value in broken(golden, schema):
        check(not valid(schema, value), f"{name}: {what} it is valid")

document = json.loads((ROOT / "docs/asyncapi.json").read_text())
for name, message in document["components"]["messages"].items():
    schema = message["payload"] | {"components": document["components"]}
    Draft7Validator.check_schema(schema)
    trait = document["components"]["messageTraits"][message["traits"][0]["$ref"].split("/")[-1]]
    for example in message.get("examples", []):
        check(valid(schema, example["payload"]), f"asyncapi.json: {name}: its example is not valid")
        check(valid(trait["headers"], example["headers"]), f"asyncapi.json: {name}: its headers are not valid")
    for header in trait["headers"].get("required", []):
        check(not valid(trait["headers"], {}), f"asyncapi.json: {name}: without {header} it is valid")
if len(sys.argv) > 2:
    for error in Draft7Validator(json.loads(pathlib.Path(sys.argv[2]).read_text())).iter_errors(document):
        check(False, f"asyncapi.json: {list(error.absolute_path)}: {error.message[:300]}")

for trouble in troubles:
    print("FAIL", trouble)
print(f"{len(names)} schemas, {len(document['components']['messages'])} messages of asyncapi.json")
sys.exit(1 if troubles or len(names) < 31 else 0)

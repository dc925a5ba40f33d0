"""Reads traces that the platform has exported, with OpenTelemetry's own definitions, and tells what each order's trace
looks like.

    otlp_reader.py read FILE           checks every request of FILE, one JSON document a line, and prints the largest trace
    otlp_reader.py collect PORT FILE   takes OTLP over HTTP at 127.0.0.1:PORT and appends what comes to FILE

Reading needs opentelemetry-proto. Its JSON is that of Protocol Buffers but for ids, which are hexadecimal instead of
base64 (OTLP specification, "JSON Protobuf Encoding"); everything else is left to the definitions: an unknown field, a
number where a string belongs or a wrong enumeration is an error.
"""

import base64
import collections
import http.server
import json
import sys

IDS = {"traceId": 16, "spanId": 8, "parentSpanId": 8}


def with_base64_ids(node):
    """The document with its ids as Protocol Buffers' JSON has them."""
    if isinstance(node, list):
        return [with_base64_ids(item) for item in node]
    if not isinstance(node, dict):
        return node
    changed = {}
    for key, value in node.items():
        if key in IDS:
            raw = bytes.fromhex(value)
            if len(raw) != IDS[key] or not any(raw) or value != value.lower():
                raise ValueError(f"{key} is {value!r}")
            value = base64.b64encode(raw).decode()
        changed[key] = with_base64_ids(value)
    return changed


def spans_of(path):
    """Every span of the file with the name of its service."""
    from google.protobuf import json_format
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    with open(path, encoding="utf-8") as lines:
        for line in lines:
            request = json_format.ParseDict(with_base64_ids(json.loads(line)), ExportTraceServiceRequest())
            for resource in request.resource_spans:
                names = {item.key: item.value.string_value for item in resource.resource.attributes}
                for scope in resource.scope_spans:
                    for span in scope.spans:
                        check(span)
                        yield names["service.name"], span


def check(span):
    """What the definitions ask for in words."""
    assert span.name and 1 <= span.kind <= 5, span
    assert 0 < span.start_time_unix_nano <= span.end_time_unix_nano, span
    keys = [item.key for item in span.attributes]
    assert len(keys) == len(set(keys)) and all(keys), span
    assert all(item.value.WhichOneof("value") for item in span.attributes), span


def show(trace):
    """Prints a trace as a tree; answers how many of its spans have no parent among them."""
    known = {span.span_id for _, span in trace}
    children = collections.defaultdict(list)
    for service, span in sorted(trace, key=lambda item: item[1].start_time_unix_nano):
        parent = span.parent_span_id if span.parent_span_id in known else b""
        children[parent].append((service, span))
    begin = min(span.start_time_unix_nano for _, span in trace)

    def tell(parent, depth):
        for service, span in children[parent]:
            at = (span.start_time_unix_nano - begin) / 1e6
            took = (span.end_time_unix_nano - span.start_time_unix_nano) / 1e6
            print(f"{at:9.1f} ms {took:8.1f} ms  {'  ' * depth}{service}: {span.name}")
            tell(span.span_id, depth + 1)

    tell(b"", 0)
    return len(children[b""])


def read(path):
    traces = collections.defaultdict(list)
    for service, span in spans_of(path):
        traces[span.trace_id].append((service, span))
    if not traces:
        sys.exit("there is no span")
    largest = max(traces.values(), key=len)
    roots = show(largest)
    count = sum(len(trace) for trace in traces.values())
    print(f"{count} spans in {len(traces)} traces are as OpenTelemetry's definitions have them;", end=" ")
    print(f"the largest has {len(largest)} spans of {len({service for service, _ in largest})} services")
    if roots != 1:
        sys.exit(f"it has {roots} beginnings")


def collect(port, path):
    class Collector(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with open(path, "ab") as file:
                file.write(body.replace(b"\n", b" ") + b"\n")
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    http.server.ThreadingHTTPServer(("127.0.0.1", port), Collector).serve_forever()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["read", path]:
            read(path)
        case ["collect", port, path]:
            collect(int(port), path)
        case _:
            sys.exit(__doc__)

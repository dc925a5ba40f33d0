"""Tries what a tester of plain requests cannot: views that stay open, and webhooks that must be signed.

    fuzz_edges.py GATEWAY OPENAPI SEED        run by infra/local/fuzz.sh, which sets KEY, APP_KEY, APP_SECRET, SHIPPO_TOKEN

Every answer must have a status and a media type that the description promises, and none may be a 5xx.
"""

import hashlib
import hmac
import json
import os
import random
import sys
import uuid

import requests

BASE, DOCUMENT, SEED = sys.argv[1], json.load(open(sys.argv[2])), int(sys.argv[3])
CHANCE = random.Random(SEED)
ODD = [None, True, 0, -1, 2 ** 63, 1e300, "", "\u0000", "\U0001F600", "x" * 5000, [], {}, [[[[]]]], {"": {"": []}}]
found = []


def resolved(node):
    while "$ref" in node:
        target = DOCUMENT
        for step in node["$ref"].split("/")[1:]:
            target = target[step]
        node = target
    return node


def check(method, path, answer, what):
    promised = DOCUMENT["paths"][path][method]["responses"]
    response = promised.get(str(answer.status_code))
    media = (answer.headers.get("Content-Type") or "").split(";")[0]
    if answer.status_code >= 500 or response is None:
        found.append(f"{method} {path}: {answer.status_code} is not promised, for {what!r:.300}")
    elif media not in resolved(response).get("content", {"": None}):
        found.append(f"{method} {path}: {answer.status_code} with {media!r} is not promised, for {what!r:.300}")
    return answer.status_code


def views():
    """Live views: with and without a key, for brands that are and are not the key's own."""
    seen = set()
    headers = [{}, {"Authorization": "Bearer " + os.environ["KEY"]}, {"Authorization": "Basic x"},
               {"Authorization": "Bearer shop_unknown"}, {"Cookie": "shop_session=x"}]
    brand = json.loads(os.environ.get("FUZZ_FACTS", "{}")).get("tenant")
    queries = ["", "?tenant=" + str(uuid.UUID(int=CHANCE.getrandbits(128))), "?tenant=x", "?tenant=", "?other=1",
               "?tenant=%ff", f"?tenant={brand}", f"?tenant={brand}&tenant={brand}"]
    for header in headers:
        for query in queries:
            with requests.get(BASE + "/v1/events" + query, headers=header, stream=True, timeout=20) as answer:
                seen.add(check("get", "/v1/events", answer, (header, query)))
                if answer.status_code == 200:
                    lines = answer.iter_lines(decode_unicode=True)
                    first = [next(lines) for _ in range(5)]
                    if "event: open" not in first:
                        found.append(f"a live view begins with {first}")
    return seen


def mutated(value, depth=0):
    """A value with something odd in one place of it."""
    if depth > 3 or CHANCE.random() < 0.25:
        return CHANCE.choice(ODD)
    if isinstance(value, dict) and value:
        name = CHANCE.choice(sorted(value))
        if CHANCE.random() < 0.2:
            return {key: inner for key, inner in value.items() if key != name}
        return value | {name: mutated(value[name], depth + 1)}
    return CHANCE.choice(ODD)


def bodies(plain):
    """Odd values in every place, and bytes that are no JSON at all."""
    for _ in range(150):
        yield json.dumps(mutated(plain)).encode("utf-8", "surrogatepass")
    text = json.dumps(plain).encode()
    yield from [text, b"", b"{", text[:-1], text + b"x", b"\xff\xfe", b"[" * 5000, b'{"type":' + b"9" * 400 + b"}", b"NaN"]


def tiktok():
    seen = set()
    for _ in range(3):
        plain = {"type": CHANCE.randint(1, 80), "tts_notification_id": str(CHANCE.getrandbits(60)),
                 "shop_id": str(CHANCE.getrandbits(60)), "timestamp": 1767225600,
                 "data": {"order_id": str(CHANCE.getrandbits(58)), "order_status": "UNPAID"}}
        for body in bodies(plain):
            secret, key = os.environ["APP_SECRET"].encode(), os.environ["APP_KEY"].encode()
            signature = hmac.new(secret, key + body, hashlib.sha256).hexdigest()
            if CHANCE.random() < 0.1:
                signature = CHANCE.choice(["", "0" * 64, signature.upper(), signature[:-1], "Bearer x"])
            answer = requests.post(BASE + "/webhooks/tiktok", data=body, timeout=20, headers={
                "Authorization": signature, "Content-Type": "application/json"})
            seen.add(check("post", "/webhooks/tiktok", answer, body))
    return seen


def shippo():
    seen = set()
    plain = {"event": "track_updated", "test": False, "data": {
        "carrier": "usps", "tracking_number": "9400", "tracking_status": {"status": "TRANSIT"}, "metadata": "m"}}
    for body in bodies(plain):
        token = CHANCE.choice([os.environ["SHIPPO_TOKEN"]] * 9 + ["x"])
        answer = requests.post(BASE + "/webhooks/shippo", params={"token": token}, data=body, timeout=20,
                               headers={"Content-Type": "application/json"})
        seen.add(check("post", "/webhooks/shippo", answer, body))
    return seen


for name, trial in [("live views", views), ("TikTok Shop's webhooks", tiktok), ("Shippo's webhooks", shippo)]:
    statuses = trial()
    print(f"{name}: answered with {', '.join(map(str, sorted(statuses)))}")
    # A trial that never gets in has tried nothing.
    if 200 not in statuses or len(statuses) < 2:
        found.append(f"{name}: only {statuses} were seen")
for line in sorted(set(found)):
    print("FAIL", line)
sys.exit(1 if found else 0)

"""Speaks to the platform as an outside producer, with pika, and tries what must not work.

    python3 -m venv .run/pika && .run/pika/bin/pip install pika==1.3.2
    .run/pika/bin/python Tests/Clients/producer.py amqp://acme:secret@127.0.0.1:5672/ 7495000000000000001 \\
        sandbox_operations sandbox_operations_secret

The arguments: the broker under the producer's user, the channel's id of a connected shop that the user may speak for,
the app's key and secret. docs/producers.md says how a user is let in.
"""

import base64
import datetime
import hashlib
import hmac
import json
import sys
import uuid

import pika
import pika.exceptions

URL, SHOP, APP_KEY, APP_SECRET = sys.argv[1:5]
PARAMETERS = pika.URLParameters(URL)
USER = PARAMETERS.credentials.username
NOW = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
RUN = uuid.uuid4().hex[:8]


def publish(body, name, kind, user=USER, key=None, message_id=None, content_type="application/json", headers=None):
    """Publishes with a confirm; raises when the broker refuses or no queue takes it."""
    with pika.BlockingConnection(PARAMETERS) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish(
            "shop.webhooks", key or f"in.{USER}.{kind}", body if isinstance(body, bytes) else json.dumps(body).encode(),
            pika.BasicProperties(
                type=name, message_id=message_id or str(uuid.uuid4()), user_id=user, content_type=content_type,
                delivery_mode=2, headers=headers),
            mandatory=True)


def order(number, lines=None):
    line = {
        "channelSKU": "S-1", "channelProduct": "P-1", "sellerSKU": "TMB", "title": "Tumbler", "channelLines": [],
        "units": {"open": 2, "shipConfirmed": 0, "handedOver": 0, "cancelled": 0}, "isGift": False,
        "original": 4980, "sellerDiscount": 0, "platformDiscount": 0, "tax": 0, "components": []}
    return {
        "channelShop": SHOP, "channelOrder": f"{RUN}-{number}", "status": "awaitingShipment", "placedAt": NOW,
        "updatedAt": NOW, "currency": "USD", "lines": [line] if lines is None else lines}


def webhook(raw, authorization=None):
    signature = hmac.new(APP_SECRET.encode(), APP_KEY.encode() + raw, hashlib.sha256).hexdigest()
    return {
        "provider": "tiktokShop", "headers": {"authorization": authorization or signature},
        "payload": base64.b64encode(raw).decode(), "receivedAt": NOW}


def check(condition, what):
    print(("ok   " if condition else "FAIL ") + what)
    if not condition:
        sys.exit(1)


def refused(what, code, **forged):
    try:
        publish(order("forged"), "shop.order.submitted.v1", "order", **forged)
        check(False, what)
    except pika.exceptions.ChannelClosedByBroker as error:
        check(error.reply_code == code, f"{what}: {error.reply_code} {error.reply_text[:60]}")


publish(order(1), "shop.order.submitted.v1", "order", message_id=f"{RUN}/1")
publish(order(1), "shop.order.submitted.v1", "order", message_id=f"{RUN}/1")
check(True, "an order, and the same message once more")
event = {"specversion": "1.0", "id": f"{RUN}/2", "source": "/acme", "type": "shop.order.submitted.v1",
         "data": order(2)}
publish(event, None, "order", content_type="application/cloudevents+json")
check(True, "an order as a structured CloudEvent")
raw = json.dumps({
    "type": 1, "tts_notification_id": RUN, "shop_id": SHOP, "timestamp": 1767225600,
    "data": {"order_id": "576400000000000001", "order_status": "AWAITING_SHIPMENT"}}).encode()
publish(webhook(raw), "shop.webhook.received.v1", "webhook")
check(True, "a webhook with the channel's own signature")

publish(order(3), "shop.order.submitted.v1", "order",
        headers={"cloudEvents_tenantid": "0190a000-0000-7000-8000-000000000001"})
check(True, "an order that names another brand is taken for the producer's own")
publish(order(4, lines=[]), "shop.order.submitted.v1", "order")
publish(webhook(raw, authorization="0" * 64), "shop.webhook.received.v1", "webhook")
check(True, "an order without lines and a forged webhook become failures")

refused("another's name", 406, user="guest")
refused("another's key", 403, key="in.other.order")
refused("the gateway's key", 403, key="gateway.tiktok.1")

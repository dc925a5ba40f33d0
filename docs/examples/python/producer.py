"""Sends orders and webhooks to Shop OS over RabbitMQ, and reads over HTTP what could not be used.

pip install pika, then set AMQP_URL (of your own broker user), AMQP_CA_FILE (of an amqps broker with an authority of its
own), SHOP (the channel's id of your shop), APP_KEY and APP_SECRET (to sign what TikTok Shop would sign), SHOPOS_URL and
SHOPOS_KEY (a key with the scope failures:read).
"""

import base64, datetime, hashlib, hmac, json, os, ssl, time, urllib.parse, urllib.request, uuid

import pika
from pika.exceptions import (
    AMQPConnectionError, NackError, ProbableAccessDeniedError, ProbableAuthenticationError, UnroutableError)


def new_id():
    """Any text of your own: make one for each message, keep it, and use it again for each repeat."""
    return str(uuid.uuid4())


class Producer:
    def __init__(self, url, ca_file=None):
        self.parameters = pika.URLParameters(url)
        if self.parameters.ssl_options:  # amqps; without a file the system's authorities are believed
            tls = ssl.create_default_context(cafile=ca_file)
            self.parameters.ssl_options = pika.SSLOptions(tls, self.parameters.host)
        self.user = self.parameters.credentials.username
        self.connection = self.open = None

    def channel(self):
        if self.open is None or not self.open.is_open:
            if self.connection is not None and self.connection.is_open:
                self.connection.close()
            self.connection = pika.BlockingConnection(self.parameters)
            self.open = self.connection.channel()
            self.open.confirm_delivery()  # basic_publish now waits for the broker's word
        return self.open

    def send(self, kind, message_type, message_id, body):
        """Returns once the broker has the message on disk."""
        properties = pika.BasicProperties(
            type=message_type, message_id=message_id, user_id=self.user, content_type="application/json",
            delivery_mode=2)
        for attempt in range(6):
            try:
                self.channel().basic_publish(
                    "shop.webhooks", f"in.{self.user}.{kind}", json.dumps(body).encode(), properties, mandatory=True)
                return
            except (ProbableAuthenticationError, ProbableAccessDeniedError):
                raise  # the wrong password; a channel that the broker closes (403, 406) is not caught either
            except (UnroutableError, NackError, AMQPConnectionError) as error:
                # Returned, refused or unknown: the same id makes a repeat harmless, even if the first one got through.
                trouble = error
                time.sleep(min(2 ** attempt, 30))
        raise trouble


def order(shop, number, lines):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"channelShop": shop, "channelOrder": number, "status": "awaitingShipment", "placedAt": now,
            "updatedAt": now, "currency": "USD", "lines": lines}


LINE = {"channelSKU": "S-1", "channelProduct": "P-1", "sellerSKU": "TMB", "title": "Tumbler", "channelLines": [],
        "units": {"open": 2, "shipConfirmed": 0, "handedOver": 0, "cancelled": 0}, "isGift": False,
        "original": 4980, "sellerDiscount": 0, "platformDiscount": 0, "tax": 0, "components": []}


def webhook(authorization, raw):
    """The header field and the bytes exactly as TikTok Shop sent them: one byte changed, and the signature is wrong."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"provider": "tiktokShop", "headers": {"authorization": authorization},
            "payload": base64.b64encode(raw).decode(), "receivedAt": now}


def failures(base, key):
    """All open failures of one's own brand, last failed first."""
    cursor = None
    while True:
        query = {"state": "open", "limit": 200} | ({"cursor": cursor} if cursor else {})
        request = urllib.request.Request(
            f"{base}/v1/failures?{urllib.parse.urlencode(query)}", headers={"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            page = json.load(answer)
        yield from page["failures"]
        cursor = page.get("next")
        if cursor is None:
            return


def main(env):
    producer, shop, number = Producer(env["AMQP_URL"], env.get("AMQP_CA_FILE")), env["SHOP"], f"PY-{int(time.time())}"
    order_id, webhook_id, broken_id = new_id(), new_id(), new_id()
    body = order(shop, number, [LINE])
    producer.send("order", "shop.order.submitted.v1", order_id, body)
    producer.send("order", "shop.order.submitted.v1", order_id, body)  # a repeat: recognised, no effect
    raw = json.dumps({"type": 1, "tts_notification_id": webhook_id, "shop_id": shop, "timestamp": int(time.time()),
                      "data": {"order_id": "576400000000000001", "order_status": "AWAITING_SHIPMENT"}}).encode()
    signature = hmac.new(env["APP_SECRET"].encode(), env["APP_KEY"].encode() + raw, hashlib.sha256).hexdigest()
    producer.send("webhook", "shop.webhook.received.v1", webhook_id, webhook(signature, raw))
    producer.send("order", "shop.order.submitted.v1", broken_id, order(shop, number + "-broken", []))
    print(f"sent {number}")
    for _ in range(60):  # handled within seconds; a failure is there as soon as it happened
        for failure in failures(env["SHOPOS_URL"], env["SHOPOS_KEY"]):
            if failure.get("subject") == broken_id:
                print(f"failed {number}-broken: {failure['cause']}: {failure['detail']}")
                return
        time.sleep(0.5)
    raise SystemExit("the broken order was not reported")


if __name__ == "__main__":
    main(os.environ)

// Sends orders and webhooks to Shop OS over RabbitMQ, and reads over HTTP what could not be used.
//
// npm install amqplib, then set AMQP_URL (of your own broker user), AMQP_CA_FILE (of an amqps broker with an authority
// of its own), SHOP (the channel's id of your shop), APP_KEY and APP_SECRET (to sign what TikTok Shop would sign),
// SHOPOS_URL and SHOPOS_KEY (a key with the scope failures:read).

import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import amqp from "amqplib";

// Any text of your own: make one for each message, keep it, and use it again for each repeat.
const newID = () => randomUUID();

class Producer {
  // ca: the certificate authority of an amqps broker (PEM); without one the system's are believed.
  constructor(url, ca) {
    this.url = url;
    this.tls = ca ? { ca: [ca] } : {};
    this.user = decodeURIComponent(new URL(url).username);
    this.returned = new Set();
  }

  async open() {
    if (this.channel) return;
    this.connection = await amqp.connect(this.url, this.tls);
    this.connection.on("error", () => {}); // "close" follows
    this.connection.on("close", () => this.lose(new Error("the connection is closed")));
    this.channel = await this.connection.createConfirmChannel();
    this.channel.on("error", (error) => this.lose(error)); // its code says why, such as 403
    this.channel.on("return", (message) => this.returned.add(message.properties.messageId));
  }

  // What is not confirmed by now never will be.
  lose(error) {
    this.channel = undefined;
    this.fail?.(error);
  }

  async close() {
    const connection = this.connection;
    this.connection = this.channel = undefined;
    try { await connection?.close(); } catch { /* it was closed already */ }
  }

  // Resolves once the broker has the message on disk.
  async send(kind, type, id, body) {
    let trouble;
    for (let attempt = 0; attempt < 6; attempt++) {
      try {
        await this.open();
        await this.publish(kind, type, id, Buffer.from(JSON.stringify(body)));
        return;
      } catch (error) {
        await this.close();
        // A wrong password, key, user_id or exchange: a repeat would be refused as well.
        if ([403, 404, 406].includes(error.code) || /ACCESS[-_]REFUSED/.test(error.message)) throw error;
        // Returned, not taken or unknown: the same id makes a repeat harmless, even if the first one got through.
        trouble = error;
        await sleep(Math.min(1000 * 2 ** attempt, 30_000));
      }
    }
    throw trouble;
  }

  async publish(kind, type, id, content) {
    const options = {
      type, messageId: id, userId: this.user, contentType: "application/json", persistent: true, mandatory: true,
    };
    await new Promise((resolve, reject) => {
      this.fail = reject;
      this.channel.publish("shop.webhooks", `in.${this.user}.${kind}`, content, options, (error) =>
        error ? reject(error) : resolve());
    });
    // A returned message is confirmed as well, right behind its return.
    if (this.returned.delete(id)) throw new Error("no queue takes the message");
  }
}

const now = () => new Date().toISOString();

const order = (channelShop, channelOrder, lines) => ({
  channelShop, channelOrder, status: "awaitingShipment", placedAt: now(), updatedAt: now(), currency: "USD", lines,
});

const line = {
  channelSKU: "S-1", channelProduct: "P-1", sellerSKU: "TMB", title: "Tumbler", channelLines: [],
  units: { open: 2, shipConfirmed: 0, handedOver: 0, cancelled: 0 }, isGift: false,
  original: 4980, sellerDiscount: 0, platformDiscount: 0, tax: 0, components: [],
};

// The header field and the bytes exactly as TikTok Shop sent them: one byte changed, and the signature is wrong.
const webhook = (authorization, raw) => ({
  provider: "tiktokShop", headers: { authorization }, payload: raw.toString("base64"), receivedAt: now(),
});

// All open failures of one's own brand, last failed first.
async function* failures(base, key) {
  const query = new URLSearchParams({ state: "open", limit: "200" });
  for (;;) {
    const answer = await fetch(`${base}/v1/failures?${query}`, { headers: { Authorization: `Bearer ${key}` } });
    const page = await answer.json();
    if (!answer.ok) throw new Error(page.detail);
    yield* page.failures;
    if (!page.next) return;
    query.set("cursor", page.next);
  }
}

const env = process.env;
const producer = new Producer(env.AMQP_URL, env.AMQP_CA_FILE && readFileSync(env.AMQP_CA_FILE));
const number = `JS-${Math.floor(Date.now() / 1000)}`;
const [orderID, webhookID, brokenID] = [newID(), newID(), newID()];
const body = order(env.SHOP, number, [line]);
await producer.send("order", "shop.order.submitted.v1", orderID, body);
await producer.send("order", "shop.order.submitted.v1", orderID, body); // a repeat: recognised, no effect
const raw = Buffer.from(JSON.stringify({
  type: 1, tts_notification_id: webhookID, shop_id: env.SHOP, timestamp: Math.floor(Date.now() / 1000),
  data: { order_id: "576400000000000001", order_status: "AWAITING_SHIPMENT" },
}));
const signature = createHmac("sha256", env.APP_SECRET).update(env.APP_KEY).update(raw).digest("hex");
await producer.send("webhook", "shop.webhook.received.v1", webhookID, webhook(signature, raw));
await producer.send("order", "shop.order.submitted.v1", brokenID, order(env.SHOP, `${number}-broken`, []));
console.log(`sent ${number}`);
for (let attempt = 0; attempt < 60; attempt++) { // handled within seconds
  for await (const failure of failures(env.SHOPOS_URL, env.SHOPOS_KEY)) {
    if (failure.subject === brokenID) {
      console.log(`failed ${number}-broken: ${failure.cause}: ${failure.detail}`);
      process.exit(0);
    }
  }
  await sleep(500);
}
console.error("the broken order was not reported");
process.exit(1);

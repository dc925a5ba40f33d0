import AMQP
import Contracts
import Foundation
import Messaging
import Shippo
import TikTokShop

/// Takes partners' webhooks in: verified over the raw bytes, kept by the broker, and only then acknowledged.
struct WebhookDoor: Sendable {
    /// An app of Partner Center, as far as webhooks go.
    struct App: Sendable {
        /// What we call it, such as `operations`.
        let name: String
        let signature: TikTokShop.WebhookSignature
    }

    /// The signatures and tokens by which partners are known.
    struct Locks: Sendable {
        var apps: [App] = []
        var shippoToken: Shippo.WebhookToken?
        var shippoHMAC: Shippo.WebhookHMAC?
    }

    /// The sender waits 3 s (TikTok Shop, Shippo): what takes longer is better sent again.
    static let patience = Duration.milliseconds(2500)
    /// Far above any webhook that was ever documented.
    static let mostBytes = 1024 * 1024

    let locks: Locks
    private let publisher: AMQPPublisher
    private let meter = SendingMeter()

    init(_ locks: Locks, _ publisher: AMQPPublisher) {
        self.locks = locks
        self.publisher = publisher
    }

    /// Hands a webhook to the broker.
    ///
    /// - Parameter key: where it goes, such as `gateway.tiktok.1`.
    /// - Throws: unless a queue has it: 503, so that the sender tries again.
    func publish(_ webhook: WebhookReceived, key: String, _ trace: Trace) async throws {
        let id = UUID.v7()
        var headers: Headers = [
            WireHeader.source: "/services/gateway", WireHeader.traceparent: .string(trace.parent),
        ]
        if let state = trace.state { headers[WireHeader.tracestate] = .string(state) }
        let properties = MessageProperties(
            contentType: "application/json", messageID: id.text, type: WebhookReceived.name.rawValue,
            timestamp: UInt64(Date().timeIntervalSince1970),
            headers: headers)
        let publication = Publication(
            exchange: Topology.Exchange.webhooks.rawValue, routingKey: key, properties: properties,
            body: Array(try JSONEncoder().encode(webhook)))
        meter.sent(WebhookReceived.name)
        let given = ContinuousClock.now
        let outcome = try? await publisher.publish([publication], deadline: Self.patience)
        meter.answered(after: .now - given)
        guard outcome == [.confirmed] else {
            throw Problem(
                .unavailable, code: "notTaken", "the webhook cannot be kept at the moment; send it again",
                headers: ["Retry-After": "30"])
        }
    }
}

import AMQP
import Contracts
import CoreMetrics
import Foundation
import Logging
import Metrics
import Synchronization

/// Serves a service's requests: short, many at a time, gone when nobody waits any more.
///
/// A request is acknowledged when it is taken: a service that dies over it leaves its caller without an answer, who may
/// ask again. Nothing is deferred and nothing becomes a failure.
final class RequestRunner: Sendable {
    private let consumer: AMQPConsumer
    private let publisher: AMQPPublisher
    private let subscriptions: [MessageName: RequestSubscription]
    private let role: String?
    private let tracer = MessageTracer()
    private let duration: Metrics.Timer
    private let taken = Atomic<Int>(0)
    private let logger: Logger
    /// Requests in work at a time; further ones wait in the queue, which refuses when it is full.
    private static let concurrency = 16
    static let prefetch = 32

    init(
        _ consumer: AMQPConsumer, _ publisher: AMQPPublisher, _ subscriptions: [RequestSubscription],
        role: String?, logger: Logger
    ) {
        self.consumer = consumer
        self.publisher = publisher
        self.subscriptions = Dictionary(subscriptions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.role = role
        duration = Metrics.Timer(
            label: "messaging.process.duration", dimensions: [("messaging.destination.name", consumer.queue)])
        self.logger = logger
    }

    /// The connection's condition; requests are served while it is up.
    var health: ConnectionHealth { consumer.health }
    var queue: String { consumer.queue }
    /// Requests that have come and are not taken: that they are acknowledged then says nothing of their answers.
    var unsettled: Int { consumer.unsettled }
    /// Requests that were taken since the start.
    var settledInAll: Int { taken.load(ordering: .relaxed) }

    /// Takes no more; what was taken is still answered.
    func drain() { consumer.cancel() }

    /// Serves until the consumer is cancelled.
    func run(_ messaging: Messaging) async {
        consumer.begin()
        await withTaskGroup { group in
            var free = Self.concurrency
            while let deliveries = await consumer.next(atMost: free) {
                if let last = deliveries.last { consumer.acknowledge(through: last.receipt) }
                free -= deliveries.count
                taken.add(deliveries.count, ordering: .relaxed)
                for delivery in deliveries { group.addTask { await self.serve(delivery, messaging) } }
                // One that takes long must not keep the others waiting while there are hands free.
                while free == 0, await group.next() != nil { free += 1 }
            }
        }
        await consumer.close()
    }

    private func serve(_ delivery: Delivery, _ messaging: Messaging) async {
        guard var metadata = try? Door.house.open(delivery), let replyTo = metadata.replyTo,
            Topology.isForAnswers(replyTo), let asked = Asked(delivery)
        else { return }
        guard asked.deadline > Date() else { return tell(replyTo, metadata, tooLate: asked.deadline) }
        let started = ContinuousClock.now
        let span = tracer?.answering(metadata, in: queue, isKnown: subscriptions[metadata.name] != nil)
        if let span { metadata.trace = span.headers }
        let cause = metadata
        let desk = Desk(
            caller: asked.caller, messaging: messaging, cause: cause, deadline: asked.deadline,
            idempotencyKey: asked.idempotencyKey, fingerprint: Desk.fingerprint(cause, delivery.body), role: role)
        let (outcome, body) = await LogContext.with(cause.logged) {
            await MessageSpan.within(span) { await told(cause, delivery.body, desk) }
        }
        span?.end(outcome)
        duration.recordNanoseconds(Int64((.now - started) / .nanoseconds(1)))
        // Late, it is for nobody.
        let left = Duration.seconds(max(0.001, asked.deadline.timeIntervalSinceNow))
        publisher.publish([reply(to: replyTo, cause, outcome, body)], deadline: left) { _ in }
    }

    /// Nobody may wait any more. But the broker drops what has waited too long by its own clock, so that mostly one of
    /// the two clocks is wrong where this is seen, and the caller must learn of it.
    private func tell(_ replyTo: String, _ metadata: Metadata, tooLate deadline: Date) {
        let now = Date()
        let late = Int(now.timeIntervalSince(deadline).rounded(.up))
        let (outcome, body) = refusal(
            Refusal(
                .unavailable, code: Refusal.tooLate,
                "the request came \(late) s after its deadline by this service's clock, which says \(Instant(now))"))
        publisher.publish([reply(to: replyTo, metadata, outcome, body)], deadline: Self.lastWord) { _ in }
    }

    private static let lastWord = Duration.seconds(5)

    private func told(_ metadata: Metadata, _ body: [UInt8], _ desk: Desk) async -> (String, Data) {
        let answer = await answer(metadata, body, desk)
        logger.debug("a request was answered", metadata: ["outcome": "\(answer.0)"])
        return answer
    }

    private func answer(_ metadata: Metadata, _ body: [UInt8], _ desk: Desk) async -> (String, Data) {
        guard let subscription = subscriptions[metadata.name] else {
            return refusal(
                Refusal(.unavailable, code: "unknownRequest", "this version does not serve \(metadata.name)"))
        }
        do {
            return ("reply", try await subscription.answer(metadata, body, desk))
        } catch let error as Refusal {
            return refusal(error)
        } catch {
            logger.error(
                "a request failed",
                metadata: ["message.name": "\(metadata.name)", "message.id": "\(metadata.id)", "error": "\(error)"]
                    .about(metadata))
            return refusal(Refusal(.broken, code: "internal", "the service failed; the message id names the event"))
        }
    }

    private func refusal(_ refusal: Refusal) -> (String, Data) {
        ("refusal", (try? JSONEncoder().encode(refusal)) ?? Data())
    }

    private func reply(to queue: String, _ metadata: Metadata, _ outcome: String, _ body: Data) -> Publication {
        Publication(
            exchange: Topology.Exchange.replies.rawValue, routingKey: queue, isMandatory: false,
            properties: MessageProperties(
                contentType: "application/json", messageID: UUID.v7().text, correlationID: metadata.correlation,
                type: metadata.name.rawValue, isPersistent: false,
                headers: [
                    WireHeader.causation: .string(metadata.id.text), RequestHeader.outcome: .string(outcome),
                    RequestHeader.time: .int(Instant(Date()).milliseconds),
                ]),
            body: Array(body))
    }
}

/// What the headers of a request say.
struct Asked {
    let caller: Caller
    let deadline: Date
    let idempotencyKey: String?

    init?(_ delivery: Delivery) {
        let headers = delivery.properties.headers
        guard let tenants = headers[RequestHeader.tenants]?.string, let deadline = headers[RequestHeader.deadline]?.int
        else { return nil }
        var caller = Caller(
            tenants: tenants.split(separator: ",").compactMap { TenantID(String($0)) },
            actor: headers[RequestHeader.actor]?.string ?? "")
        // The broker refuses a `user_id` that is not the sender's own.
        caller.user = delivery.properties.userID
        self.caller = caller
        self.deadline = Date(timeIntervalSince1970: Double(deadline) / 1000)
        // Without one the request's own id is the key: after a lost connection it may come twice.
        idempotencyKey = headers[RequestHeader.idempotencyKey]?.string ?? delivery.properties.messageID
    }
}

public import AMQP
public import Contracts
import Foundation
public import Logging
public import ServiceLifecycle
import Synchronization

/// Asks services and waits for their answers, on a queue of its own that comes and goes with its connection.
public final class RequestClient: Service {
    private typealias Answer = Result<Delivery, RequestTrouble>

    private let publisher: AMQPPublisher
    private let consumer: AMQPConsumer
    private let replies: String
    private let user: String?
    private let waiting = Mutex<[UUID: AsyncStream<Answer>.Continuation]>([:])
    private static let prefetch = 1000
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        // The service tells a repeat by its bytes, so the same question must be the same bytes.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    /// Connects.
    ///
    /// - Parameters:
    ///   - name: Names the instance, such as `gateway.7f3a`; its replies come to `<name>.replies`.
    ///   - showsUser: Whether requests bear the broker user's name, for which the broker then vouches.
    public init(name: String, broker: AMQPConfiguration, showsUser: Bool = false, logger: Logger) throws {
        replies = "\(name).replies"
        user = showsUser ? broker.user : nil
        publisher = try AMQPPublisher(
            broker.named("\(name) requests"),
            topology: BrokerTopology(exchanges: [Topology.Exchange.requests.declaration]),
            logger: logger)
        consumer = try AMQPConsumer(
            broker.named(replies), queue: replies, prefetch: Self.prefetch,
            topology: Self.topology(replies), logger: logger)
    }

    private static func topology(_ replies: String) -> BrokerTopology {
        let exchange = Topology.Exchange.replies.declaration
        return BrokerTopology(
            exchanges: [exchange], queues: [.exclusive(replies)],
            bindings: [.init(exchange: exchange.name, routingKey: replies, queue: replies)])
    }

    /// Takes answers until the service is told to shut down.
    public func run() async throws {
        await withGracefulShutdownHandler {
            while let answers = await consumer.next(atMost: Self.prefetch) {
                for answer in answers { settle(answer) }
                if let last = answers.last { consumer.acknowledge(through: last.receipt) }
            }
        } onGracefulShutdown: {
            self.consumer.cancel()
        }
        await consumer.close()
        await publisher.close()
    }

    /// Why nothing can be asked now; empty when all is well.
    public func troubles() -> [String] {
        [("requests", publisher.health), ("replies", consumer.health)].compactMap { name, health in
            health.condition == .up ? nil : "\(name): \(health.condition)"
        }
    }

    /// Asks and waits.
    ///
    /// - Parameters:
    ///   - service: The service that is meant, for what several answer (``Topology/ofEachService``).
    ///   - deadline: After it nobody waits: the broker drops the request if it still lies in the queue, and the service
    ///     does not begin with it.
    ///   - idempotencyKey: Under which the service remembers what it answered.
    ///   - trace: The W3C trace context of who asks.
    public func ask<Question: Request>(
        _ question: Question, as caller: Caller, at service: String? = nil, within deadline: Duration = .seconds(5),
        idempotencyKey: String? = nil, trace: TraceHeaders = TraceHeaders()
    ) async throws(RequestTrouble) -> Question.Reply {
        try Self.read(
            try await answer(
                question, as: caller, at: service, within: deadline, idempotencyKey: idempotencyKey, trace: trace))
    }

    /// The same, with the answer as it was written, for who only passes it on: JSON of the question's `Reply`, keys
    /// sorted, slashes as they are.
    public func relay(
        _ question: some Request, as caller: Caller, at service: String? = nil, within deadline: Duration = .seconds(5),
        idempotencyKey: String? = nil, trace: TraceHeaders = TraceHeaders()
    ) async throws(RequestTrouble) -> [UInt8] {
        try await answer(
            question, as: caller, at: service, within: deadline, idempotencyKey: idempotencyKey, trace: trace
        ).body
    }

    /// The same, with the service's time when it answered; nil of a build that did not tell.
    public func answer<Question: Request>(
        to question: Question, as caller: Caller, at service: String? = nil, within deadline: Duration
    ) async throws(RequestTrouble) -> (reply: Question.Reply, at: Instant?) {
        let answer = try await answer(
            question, as: caller, at: service, within: deadline, idempotencyKey: nil, trace: TraceHeaders())
        return (try Self.read(answer), Self.time(of: answer))
    }

    /// What a service has answered, if it was no refusal.
    private func answer(
        _ question: some Request, as caller: Caller, at service: String?, within deadline: Duration,
        idempotencyKey: String?, trace: TraceHeaders
    ) async throws(RequestTrouble) -> Delivery {
        guard deadline >= .milliseconds(1) else { throw .timedOut }
        let id = UUID.v7()
        let publication: Publication
        do {
            publication = try request(question, id, caller, deadline, idempotencyKey)
                .traced(trace).routed(to: service)
        } catch {
            throw .unreadable("the request cannot be written")
        }
        let answer = try await exchange(publication, id, deadline).get()
        try Self.checkAccepted(answer)
        return answer
    }

    /// Whichever comes first: the answer, the news that nobody takes the request, or the end of the wait.
    private func exchange(_ publication: Publication, _ id: UUID, _ deadline: Duration) async -> Answer {
        let (answers, place) = AsyncStream.makeStream(of: Answer.self, bufferingPolicy: .bufferingOldest(1))
        waiting.withLock { $0[id] = place }
        defer { waiting.withLock { $0[id] = nil } }
        publisher.publish([publication], deadline: deadline) { result in
            guard case .success([.confirmed]) = result else { return self.settle(id, .failure(.unavailable)) }
        }
        return await withTaskGroup { group in
            group.addTask {
                try? await Task.sleep(for: deadline)
                self.settle(id, .failure(.timedOut))
            }
            defer { group.cancelAll() }
            for await answer in answers { return answer }
            return .failure(.timedOut)
        }
    }

    private func settle(_ id: UUID, _ answer: Answer) {
        waiting.withLock { $0[id] }?.yield(answer)
    }

    private func settle(_ answer: Delivery) {
        guard let cause = answer.properties.headers[WireHeader.causation]?.string, let id = UUID(text: cause) else {
            return
        }
        settle(id, .success(answer))
    }

    private func request(
        _ question: some Request, _ id: UUID, _ caller: Caller, _ deadline: Duration, _ key: String?
    ) throws -> Publication {
        let milliseconds = Int64(deadline / .milliseconds(1))
        let until = Int64(Date().timeIntervalSince1970 * 1000) + milliseconds
        var headers: Headers = [
            RequestHeader.tenants: .string(caller.tenants.map(\.description).joined(separator: ",")),
            RequestHeader.actor: .string(caller.actor), RequestHeader.deadline: .int(until),
        ]
        if let key { headers[RequestHeader.idempotencyKey] = .string(key) }
        if let tenant = caller.tenants.first, caller.tenants.count == 1 {
            headers[WireHeader.tenant] = .string(tenant.description)
        }
        let name = type(of: question).name.rawValue
        return Publication(
            exchange: Topology.Exchange.requests.rawValue, routingKey: name,
            properties: MessageProperties(
                contentType: "application/json", messageID: id.text, type: name, replyTo: replies,
                expiration: "\(milliseconds)", userID: user, isPersistent: false, headers: headers),
            body: Array(try Self.encoder.encode(question)))
    }

    private static func time(of answer: Delivery) -> Instant? {
        answer.properties.headers[RequestHeader.time]?.int.map { Instant(milliseconds: $0) }
    }

    /// - Throws: what the service has refused, if it did.
    private static func checkAccepted(_ answer: Delivery) throws(RequestTrouble) {
        guard answer.properties.headers[RequestHeader.outcome]?.string == "refusal" else { return }
        let refusal: Refusal = try read(answer)
        if refusal.code == Refusal.tooLate, let time = time(of: answer) { throw .tooLate(refusal, time) }
        throw .refused(refusal)
    }

    private static func read<Reply: Decodable>(_ answer: Delivery) throws(RequestTrouble) -> Reply {
        do {
            return try JSONDecoder().decode(Reply.self, from: Data(answer.body))
        } catch {
            throw .unreadable(DecodingTrouble.sentence(error))
        }
    }
}

extension Publication {
    fileprivate func traced(_ trace: TraceHeaders) -> Publication {
        var copy = self
        copy.properties.headers[WireHeader.traceparent] = trace.parent.map { .string($0) }
        copy.properties.headers[WireHeader.tracestate] = trace.state.map { .string($0) }
        return copy
    }

    fileprivate func routed(to service: String?) -> Publication {
        guard let service else { return self }
        var copy = self
        copy.routingKey = Topology.key(MessageName(routingKey), at: service)
        return copy
    }
}

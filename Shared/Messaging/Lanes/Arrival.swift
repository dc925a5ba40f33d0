import AMQP
import Contracts
import Crypto
import Foundation
import Postgres

/// A message that a lane has in its hands. A class, because it is handed round in arrays and has many fields.
final class Arrival: Sendable {
    /// Where it came from, and so how it is settled.
    enum Origin: Sendable {
        /// From the queue: acknowledged after the commit.
        case queue
        /// From `deferred`: its row, which goes in the transaction that settles it; the door may give another id. Taken
        /// before, it was in the hands of somebody who never settled it. How old it is says the database's clock.
        case deferred(row: UUID, firstAt: Date, age: Duration, wasTaken: Bool)
    }

    /// The claim of one that was taken from `deferred`.
    var claimed: Deferral.Claimed? {
        guard case .deferred(let row, _, _, let wasTaken) = origin else { return nil }
        return Deferral.Claimed(row: row, wasTaken: wasTaken)
    }

    private let reading: Reading
    /// Of a suspect whose envelope nobody has read yet only what a failure row needs; see ``opened(_:tracer:)``.
    let metadata: Metadata
    let origin: Origin
    /// Why the door would not read it; then the metadata are only what a failure row needs.
    let refusal: Door.Refusal?
    /// What became known of it before its handler could run: it spoiled its batch, or may have killed a consumer.
    let prejudice: Prejudice?
    /// Whether the body tells of a person, or may.
    let isPersonal: Bool
    /// What is told of its handling, however often that is tried; ends when it is settled.
    let span: MessageSpan?

    /// What is held against a message.
    enum Prejudice: Sendable {
        case threw(reason: String, detail: String)
        case killed(times: Int)
    }

    /// Whether its envelope has been read.
    private let isOpen: Bool
    /// How often it has been deferred.
    private let attempt: Int
    /// As what it was noted before its envelope was read.
    private let knownAs: UUID?

    /// Takes a message into work.
    convenience init(
        _ reading: Reading, _ lane: Lane, attempt: Int = 0, origin: Origin = .queue, tracer: MessageTracer? = nil
    ) {
        self.init(reading, reading.envelope, lane, attempt: attempt, origin: origin, knownAs: nil, tracer: tracer)
    }

    private init(
        _ reading: Reading, _ envelope: Result<Metadata, Door.Refusal>?, _ lane: Lane, attempt: Int, origin: Origin,
        knownAs: UUID?, tracer: MessageTracer?
    ) {
        self.reading = reading
        self.knownAs = knownAs
        self.attempt = attempt
        self.origin = origin
        var metadata: Metadata
        switch envelope {
        case .success(let read): (metadata, refusal) = (read, nil)
        case .failure(let found): (metadata, refusal) = (Self.stopgap(reading.delivery), found)
        case nil: (metadata, refusal) = (Self.stopgap(reading.delivery), nil)
        }
        isOpen = envelope != nil
        span = isOpen ? tracer?.handling(metadata, in: lane.queue, isKnown: lane.knows(metadata.name)) : nil
        // What comes of the message is part of its handling.
        if let span { metadata.trace = span.headers }
        self.metadata = metadata
        prejudice = nil
        isPersonal = lane.hearing.isPersonal(metadata.name, isReadable: isOpen && refusal == nil)
    }

    private init(_ original: Arrival, _ prejudice: Prejudice) {
        reading = original.reading
        metadata = original.metadata
        origin = original.origin
        refusal = original.refusal
        isPersonal = original.isPersonal
        isOpen = original.isOpen
        attempt = original.attempt
        knownAs = original.knownAs
        span = original.span
        self.prejudice = prejudice
    }

    var delivery: Delivery { reading.delivery }

    /// The body as its handler wants it. Throws what the reader throws.
    func body(for subscription: Subscription) throws -> any OpenBody {
        try reading.body?.get() ?? subscription.open(delivery.body, metadata)
    }

    /// The same message, which alone made its transaction fail.
    func blamed(for error: any Error) -> Arrival {
        let reason =
            (error as? PostgresError).map { "the database refused: \($0.code.rawValue)" } ?? "the handler threw"
        return Arrival(self, .threw(reason: reason, detail: detail(of: error)))
    }

    /// The same message, which was in the hands of a dying consumer again and again.
    func condemned(after times: Int) -> Arrival {
        Arrival(self, .killed(times: times))
    }

    /// The same message with its envelope read. At a door that reads bodies that waits until it is noted that this
    /// message may kill, since reading it may be what kills.
    func opened(_ lane: Lane, tracer: MessageTracer?) -> Arrival {
        guard !isOpen else { return self }
        let envelope = Reading.envelope(of: delivery, lane, attempt: attempt)
        return Arrival(
            reading, envelope, lane, attempt: attempt, origin: origin, knownAs: suspectID, tracer: tracer)
    }

    /// What may be written down of an error: where a person is spoken of, only what cannot quote the message.
    func detail(of error: any Error) -> String {
        !isPersonal || error is PostgresError ? "\(error)" : String(describing: type(of: error))
    }

    /// The id of its row in `deferred`; nil for one that comes straight from its queue.
    var deferredRow: UUID? {
        if case .deferred(let row, _, _, _) = origin { row } else { nil }
    }

    /// Whether the message was in a consumer's hands when it died, or may have been.
    var isSuspect: Bool {
        if case .deferred(_, _, _, let wasTaken) = origin { wasTaken } else { delivery.deliveryCount > 0 }
    }

    /// By which a suspect is known each time that it comes: the door gives what strangers send a new id at each try.
    var suspectID: UUID {
        if let known = knownAs ?? deferredRow { return known }
        let own = delivery.properties.messageID.flatMap { UUID(text: $0) }
        return own == metadata.id ? metadata.id : Self.contentID(delivery)
    }

    /// An id made of the content, so that an unreadable message that comes twice is one failure, which its sender finds
    /// by the id that he gave it.
    private static func stopgap(_ delivery: Delivery) -> Metadata {
        var metadata = Metadata(id: contentID(delivery), name: MessageName(nameFound(in: delivery)))
        metadata.subject = idFound(in: delivery)
        return metadata
    }

    /// By whom, as what and under which id it was sent makes another message of the same bytes. Only what a stored
    /// message keeps counts: replayed and refused again it is the same failure.
    private static func contentID(_ delivery: Delivery) -> UUID {
        let envelope = [
            delivery.routingKey, delivery.properties.userID, nameFound(in: delivery), idFound(in: delivery),
        ]
        var hash = SHA256()
        for part in envelope { hash.update(data: Data((part ?? "").utf8) + [0]) }
        hash.update(data: Data(delivery.body))
        let digest = Array(hash.finalize().prefix(16))
        return digest.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    private static func nameFound(in delivery: Delivery) -> String {
        (delivery.properties.type ?? delivery.routingKey).storable
    }

    /// Its sender's own id, or what the sender says that it is about. One that was kept has an id of ours.
    private static func idFound(in delivery: Delivery) -> String? {
        let own = delivery.isKept ? nil : delivery.properties.messageID
        let found = own ?? delivery.properties.headers[WireHeader.subject]?.string
        return found.map { String($0.storable.prefix(200)) }
    }
}

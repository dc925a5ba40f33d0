import AMQP
import Contracts
import Foundation
import Postgres

/// A row of `deferred` whose time has come.
struct DueMessage: PostgresRow {
    let id: UUID
    let attempt: Int
    let firstAt: Date
    /// Whether somebody took it before and never settled it: he may have died of it.
    let wasTaken: Bool
    /// How long it has been due.
    let waiting: Duration
    /// How long ago it was first deferred.
    let age: Duration
    private let message: String
    private let body: [UInt8]
    private let key: String?
    private let isErased: Bool

    /// Why a row cannot become a message again: a constant sentence, and what is particular.
    struct Trouble: Error {
        let cause: String
        let detail: String
        /// Whether it is this instance that lacks something, which another may have.
        var isOurs = false
    }

    init(row: inout RowReader) throws {
        id = try row.next()
        message = try row.next()
        body = try row.next()
        key = try row.next()
        attempt = Int(try row.next(Int32.self))
        firstAt = try row.next()
        isErased = try row.next()
        wasTaken = try row.next()
        waiting = .seconds(try row.next(Double.self))
        age = .seconds(try row.next(Double.self))
    }

    /// What surrounds the message; nil when it cannot be read.
    var envelope: StoredMessage? { try? StoredMessage(text: message) }

    /// Where its message comes from, when it is handled again.
    var origin: Arrival.Origin { .deferred(row: id, firstAt: firstAt, age: age, wasTaken: wasTaken) }

    /// The message as its queue would hand it out.
    func delivery(_ lane: String, _ vault: Vault?) throws(Trouble) -> Delivery {
        guard let envelope else { throw Trouble(cause: "the stored message cannot be read", detail: "") }
        guard !isErased else { throw Trouble(cause: "the stored message was erased", detail: "") }
        return envelope.delivery(id: id, body: try open(envelope, lane, vault))
    }

    private func open(_ envelope: StoredMessage, _ lane: String, _ vault: Vault?) throws(Trouble) -> [UInt8] {
        guard let key else { return body }
        let cause = "the stored message cannot be opened"
        do {
            guard let vault else { throw VaultError.unknownKey(key) }
            let place = KeptBody.place(envelope.sealedAs ?? id, lane)
            return Array(try vault.open(Vault.Sealed(bytes: body, key: key), for: place))
        } catch VaultError.unknownKey {
            throw Trouble(
                cause: cause, detail: "it is sealed with the key \(key), which this instance does not have",
                isOurs: true)
        } catch {
            throw Trouble(cause: cause, detail: "it is sealed with another key of the name \(key), or spoiled")
        }
    }
}

import AMQP
import Contracts
import Foundation
import Postgres

/// One attempt to handle some messages in one transaction of two round trips:
/// [BEGIN, inbox, load] and [save, deferred, failures, outbox, COMMIT].
final class Batch {
    private let lane: Lane
    private let arrivals: [Arrival]
    private let outbox: Outbox
    private let encoder: JSONEncoder
    private let parts: [any BatchPart]
    private var places: [Place] = []
    /// What was decided of each message, in their order.
    private(set) var verdicts: [Verdict] = []
    private let now = Date()

    /// Where a message waits for its decision.
    private enum Place {
        case part(Int, Int)
        /// It needs no handler: its fate is known from its envelope.
        case settled(Verdict)
    }

    init(_ lane: Lane, _ arrivals: [Arrival], _ outbox: Outbox, _ encoder: JSONEncoder) {
        self.lane = lane
        self.arrivals = arrivals
        self.outbox = outbox
        self.encoder = encoder
        parts = lane.subscriptions.map { $0.makePart() }
        places = arrivals.map(sort)
    }

    /// Runs the transaction. Throws what the database or a handler threw; then nothing has happened.
    ///
    /// - Returns: The messages to publish now.
    func run(_ connection: PostgresConnection) async throws -> [Sheaf] {
        var ask = Pipeline()
        ask.begin()
        let noted = Inbox.note(rememberedIDs(), lane: lane.queue, &ask)
        for part in parts where !part.isEmpty { try part.load(&ask) }
        try await connection.send(ask)

        for part in parts where !part.isEmpty { try part.look() }
        decide(fresh: Set(try noted?.get() ?? []))

        let confirmed = outbox.takeConfirmed()
        do {
            let sheaves = try await save(confirmed, connection)
            for part in parts where !part.isEmpty { part.saved() }
            return sheaves
        } catch {
            outbox.giveBack(confirmed)
            throw error
        }
    }

    // MARK: Before the first round trip

    private func sort(_ arrival: Arrival) -> Place {
        let metadata = arrival.metadata
        if let refusal = arrival.refusal { return .settled(.failed(cause: refusal.cause, detail: refusal.detail)) }
        if let prejudice = arrival.prejudice { return .settled(lane.verdict(prejudice, arrival)) }
        if let cause = Inbox.refusal(of: metadata.id, now: now) {
            return .settled(.failed(cause: cause, detail: metadata.id.text))
        }
        if lane.needsTenant && metadata.tenant == nil {
            return .settled(.failed(cause: "the message names no tenant", detail: metadata.name.rawValue))
        }
        guard let index = lane.subscriptions.firstIndex(where: { $0.names.contains(metadata.name) }) else {
            return .settled(lane.postponeUnknown(arrival))
        }
        do {
            return .part(index, parts[index].take(metadata, try arrival.body(for: lane.subscriptions[index])))
        } catch {
            return .settled(
                .failed(
                    cause: "the body does not decode",
                    detail: DecodingTrouble.sentence(
                        error, isPersonal: arrival.isPersonal, body: arrival.delivery.body)))
        }
    }

    private func rememberedIDs() -> [UUID] {
        arrivals.compactMap { isRemembered($0) ? $0.metadata.id : nil }
    }

    /// Whether a repeat of the message can be known by its id.
    private func isRemembered(_ arrival: Arrival) -> Bool {
        let metadata = arrival.metadata
        return arrival.refusal == nil && !metadata.isNamedHere && Inbox.refusal(of: metadata.id, now: now) == nil
    }

    // MARK: Between the round trips

    private func decide(fresh: Set<UUID>) {
        var fresh = fresh
        verdicts = zip(arrivals, places).map { arrival, place in
            if isRemembered(arrival) && fresh.remove(arrival.metadata.id) == nil { return .repeated }
            switch place {
            case .settled(let verdict): return verdict
            case .part(let index, let place): return verdict(arrival, parts[index], place)
            }
        }
    }

    private func verdict(_ arrival: Arrival, _ part: any BatchPart, _ place: Int) -> Verdict {
        do {
            let decision = try part.decide(place) { events in try events.map { try seal($0, arrival) } }
            switch decision.outcome {
            case .done:
                return .done(decision.messages)
            case .reject(let reason, let detail):
                return .failed(cause: reason, detail: detail)
            case .retry(let pause, let reason):
                return lane.postpone(arrival, after: pause, reason: reason)
            }
        } catch {
            return lane.postpone(arrival, after: nil, reason: "the handler threw", detail: arrival.detail(of: error))
        }
    }

    private func seal(_ draft: Draft, _ arrival: Arrival) throws -> Outgoing {
        try Outgoing(
            draft, cause: arrival.metadata, route: outbox.route(draft.name), encoder: encoder, vault: outbox.vault,
            tracer: outbox.tracer)
    }

    // MARK: The second round trip

    private func save(_ confirmed: [UUID], _ connection: PostgresConnection) async throws -> [Sheaf] {
        var tell = Pipeline()
        for part in parts where !part.isEmpty { try part.save(&tell) }
        let sheaves = Sheaf.bound(try settle(&tell) + summaries())
        OutboxTable.insert(sheaves, &tell)
        outbox.delete(confirmed, &tell)
        tell.commit()
        try await connection.send(tell)
        return sheaves
    }

    private func summaries() throws -> [Outgoing] {
        try parts.flatMap { try $0.summary() }.map { draft in
            try Outgoing(
                draft, cause: nil, route: outbox.route(draft.name), encoder: encoder, vault: outbox.vault,
                tracer: outbox.tracer)
        }
    }

    private func settle(_ pipeline: inout Pipeline) throws -> [Outgoing] {
        var outgoing: [Outgoing] = []
        var deferred: [Deferral.Entry] = []
        var failures: [FailureLog.Entry] = []
        var finished: [UUID] = []
        for (arrival, verdict) in zip(arrivals, verdicts) {
            if case .deferred(let pause, let reason, let isAttempt) = verdict {
                deferred.append(
                    Deferral.Entry(arrival: arrival, pause: pause, reason: reason, isAttempt: isAttempt))
                // Under another id it waits as another row.
                if let row = arrival.deferredRow, row != arrival.metadata.id { finished.append(row) }
                continue
            }
            if let row = arrival.deferredRow { finished.append(row) }
            if case .done(let messages) = verdict { outgoing.append(contentsOf: messages) }
            if case .failed(let cause, let detail) = verdict {
                failures.append(FailureLog.Entry(arrival: arrival, cause: cause, detail: detail))
            }
        }
        let waiting = deferred.map(\.arrival.metadata.id)
        Inbox.forget(waiting, lane: lane.queue, &pipeline)
        try Deferral.write(deferred, lane, outbox.vault, &pipeline)
        // A copy from the queue may have been put off in this batch: its row must stay although this one is settled.
        Deferral.remove(finished.filter { !waiting.contains($0) }, lane: lane.queue, &pipeline)
        try FailureLog.write(failures, lane, outbox.vault, &pipeline)
        Suspects.clear(suspects, lane: lane.queue, &pipeline)
        return outgoing
    }

    private var suspects: [UUID] {
        arrivals.filter(\.isSuspect).map(\.suspectID)
    }
}

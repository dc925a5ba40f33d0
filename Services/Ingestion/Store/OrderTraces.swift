import Contracts
import Foundation
import Messaging
import Postgres

/// The traces of orders. Each webhook begins a trace of its own; that of the first one in which an order was seen is
/// the order's, and what is told of the order later belongs to it, so that one order is one trace.
enum OrderTraces {
    /// What the platform is told of changes.
    ///
    /// - Parameters:
    ///   - observed: Whether the shop is only read: then they are told under a name that nobody acts on.
    ///   - causes: What led to them, by the channel's ids; of an order that nobody rang for there is none.
    static func drafts(
        of changes: [OrderChange], observed: Bool = false, causes: [String: Metadata], in transaction: Transaction
    ) async throws -> [Draft] {
        let traces = JourneyTrace.isKept ? try await keep(changes, causes, transaction) : [:]
        return changes.flatMap { change in
            (observed ? change.observedDrafts : change.drafts).map { draft in
                let draft = causes[change.key.channelOrder].map { draft.caused(by: $0) } ?? draft
                return draft.continuing(traces[change.id.uuid])
            }
        }
    }

    private static func keep(
        _ changes: [OrderChange], _ causes: [String: Metadata], _ transaction: Transaction
    ) async throws -> [UUID: String] {
        guard !changes.isEmpty else { return [:] }
        let firsts = Dictionary(changes.map { ($0.id.uuid, $0) }) { first, _ in first }
            .values.sorted { $0.key < $1.key }
        let begun = firsts.map { change in
            causes[change.key.channelOrder].flatMap(JourneyTrace.text)
                ?? (change.version == 1 ? JourneyTrace.begin("order found", change.id.description) : nil)
        }
        var pipeline = Pipeline()
        let rows = pipeline.rows(
            """
            UPDATE orders SET trace = coalesce(orders.trace, new.trace)
            FROM unnest(\(firsts.map(\.key.tenant.uuid)), \(firsts.map(\.id.uuid)), \(begun))
                AS new (tenant_id, id, trace)
            WHERE orders.tenant_id = new.tenant_id AND orders.id = new.id
            RETURNING orders.id, orders.trace
            """, as: (UUID, String?).self)
        let statements = pipeline
        try await transaction.send(statements)
        return Dictionary(try rows.get().compactMap { id, trace in trace.map { (id, $0) } }) { first, _ in first }
    }
}

import Contracts
import Foundation
import Postgres

/// Answers what the service knows of an order: what its view tells, and what lies in the tables of messages and work.
struct OrderTraceHandler: RequestHandler {
    private static let mostMessages = 500
    private static let mostSteps = 500

    func answer(_ question: Received<OrderTrace>, _ desk: Desk) async throws -> OrderTraced {
        let asked = question.body
        guard asked.messages.count <= Self.mostMessages else {
            throw Refusal(
                .invalid, code: "tooManyMessages", "at most \(Self.mostMessages) messages", field: "/messages")
        }
        guard (asked.moments?.count ?? 0) <= Self.mostMessages else {
            throw Refusal(.invalid, code: "tooManyMoments", "at most \(Self.mostMessages) moments", field: "/moments")
        }
        guard (1...100).contains(asked.order.utf8.count) else {
            throw Refusal(.invalid, code: "orderUnusable", "an order's id has 1 to 100 bytes", field: "/order")
        }
        let (view, database) = (desk.messaging.view, desk.messaging.database)
        var traced = try await view.find(asked.order, in: database) ?? OrderTraced(order: OrderID(asked.order))
        let isKnown = traced.order != nil || traced.channelOrder != nil
        let named = isKnown ? try await view.work(on: traced, in: database) : []
        var cuts: [String] = []
        func note(_ count: Int, _ what: String) {
            if count >= Self.mostSteps { cuts.append("only \(Self.mostSteps) \(what) are shown") }
        }
        if let order = traced.order, let tenant = traced.tenant ?? asked.tenant {
            let effects = try await view.history(of: order, tenant, in: database)
            note(effects.count, "of its own records")
            traced.steps += effects
        }
        let kept = isKnown ? try await kept(traced.order, named, desk.messaging) : []
        for (kind, steps) in Dictionary(grouping: kept, by: \.kind).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            note(steps.count, "rows of the kind \(kind.rawValue)")
        }
        traced.steps += kept
        let messages = Set(asked.messages + traced.steps.compactMap(\.message))
        traced.steps += try await handled(Array(messages), desk.messaging)
        traced.steps.sort { ($0.at, $0.what) < ($1.at, $1.what) }
        if let order = traced.order, let moments = asked.moments {
            let sent = try await TraceWindows.sent(
                of: order, around: moments, by: desk.messaging.identity.service, limit: Self.mostSteps, database)
            note(sent.count, "messages that it has sent")
            traced.sent = sent
        }
        traced.cuts = cuts.isEmpty ? nil : cuts
        return traced
    }

    /// What waits, failed or is still to do: rows that bear the order's id as their journey, and work that is named.
    private func kept(_ order: OrderID?, _ named: [WorkKey], _ messaging: Messaging) async throws -> [TraceStep] {
        // Nothing bears the id of an order that has none.
        let (text, limit): (SQL, Int) = ("\(order?.description as String?)", Self.mostSteps)
        let journey: SQL = "journey_of(message) = \(text)"
        let names: SQL = "unnest(\(named.map(\.tenant.uuid)), \(named.map(\.kind)), \(named.map(\.key)))"
        var pipeline = Pipeline()
        let parts: [(TraceStep.Kind, Pending<[Row]>)] = [
            (
                .sending,
                pipeline.rows(
                    """
                    SELECT told.id, NULL::timestamptz, told.type, coalesce(last_error, ''), attempts FROM outbox
                    JOIN told ON told.told_at = outbox.told_at AND told.id = ANY(messages)
                    WHERE told.correlation = \(text) ORDER BY 1 LIMIT \(limit)
                    """, as: Row.self)
            ),
            (
                .deferred,
                pipeline.rows(
                    """
                    SELECT message_id, first_at, lane, reason, attempt FROM deferred WHERE \(journey)
                    ORDER BY first_at LIMIT \(limit)
                    """, as: Row.self)
            ),
            (
                .failed,
                pipeline.rows(
                    """
                    SELECT message_id, last_at, lane, cause || ': ' || detail || ' (' || state || ')', attempts
                    FROM failures WHERE \(journey) ORDER BY last_at LIMIT \(limit)
                    """, as: Row.self)
            ),
            (
                .work,
                pipeline.rows(
                    """
                    SELECT causation, changed_at, kind || ' ' || key,
                        state || coalesce(': ' || last_reason, '') || coalesce(', ' || last_detail, ''), attempt
                    FROM work WHERE correlation = \(text) OR key = \(text)
                        OR (tenant_id, kind, key) IN (SELECT * FROM \(names))
                    ORDER BY changed_at LIMIT \(limit)
                    """, as: Row.self)
            ),
            (
                .work,
                pipeline.rows(
                    """
                    SELECT causation, done_at, kind || ' ' || key,
                        'done' || coalesce(', before that: ' || last_reason, ''), attempt
                    FROM (
                        SELECT * FROM work_done WHERE correlation = \(text)
                        UNION
                        SELECT d.* FROM \(names) AS n (tenant, kind, key) JOIN work_done AS d
                            ON (d.tenant_id, d.kind, d.key) = (n.tenant, n.kind, n.key)
                    ) AS done ORDER BY done_at LIMIT \(limit)
                    """, as: Row.self)
            ),
        ]
        try await messaging.database.send(pipeline)
        return try parts.flatMap { kind, rows in
            try rows.get().map { $0.step(kind, messaging.identity.service) }
        }
    }

    /// Which messages lanes of this service have handled.
    private func handled(_ messages: [MessageID], _ messaging: Messaging) async throws -> [TraceStep] {
        guard !messages.isEmpty else { return [] }
        let rows = try await messaging.database.rows(
            """
            SELECT message_id, lane FROM inbox WHERE message_id = ANY(\(messages.map(\.uuid)))
            ORDER BY message_id, lane
            """, as: (UUID, String).self)
        return rows.map { message, lane in
            TraceStep(
                at: message.v7Instant.map { Instant($0) } ?? Instant(milliseconds: 0),
                service: messaging.identity.service, kind: .handled, what: lane, message: MessageID(message))
        }
    }

    private struct Row: PostgresRow {
        let message: UUID?
        let at: Date?
        let what: String
        let detail: String
        let attempt: Int

        init(row: inout RowReader) throws {
            message = try row.next()
            at = try row.next()
            what = try row.next()
            detail = try row.next()
            attempt = Int(try row.next(Int32.self))
        }

        func step(_ kind: TraceStep.Kind, _ service: String) -> TraceStep {
            let at = at ?? message?.v7Instant
            return TraceStep(
                at: at.map { Instant($0) } ?? Instant(milliseconds: 0), service: service, kind: kind, what: what,
                detail: detail, message: message.map { MessageID($0) }, attempt: attempt)
        }
    }
}

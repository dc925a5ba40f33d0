import Contracts
import Foundation
import Postgres

/// A job that a worker has taken: some rows of one kind, tenant and shop under one lease.
struct Claim: Sendable {
    let lease: UUID
    let kind: String
    let tenant: TenantID
    /// All zeros: no shop.
    let shop: UUID
    /// Whether a breaker wants to hear of it even when it goes well.
    let isWatched: Bool
    let rows: [Row]
    /// Before the lease began, by our own clock.
    let since: ContinuousClock.Instant

    /// One piece of work as it was taken.
    struct Row: PostgresRow {
        let lease: UUID
        let kind: String
        let tenant: UUID
        let shop: UUID
        let key: String
        let attempt: Int
        let isUnknown: Bool
        let isScheduled: Bool
        let payload: JSON
        let correlation: String?
        let causation: UUID?
        /// Of what led to it.
        let trace: TraceHeaders
        /// How long it had been due.
        let waited: Duration
        let isWatched: Bool
        /// What is told of the attempt; ends when it is settled.
        private(set) var span: MessageSpan?

        init(row: inout RowReader) throws {
            lease = try row.next()
            kind = try row.next()
            tenant = try row.next()
            shop = try row.next()
            key = try row.next()
            attempt = try row.next()
            isUnknown = try row.next()
            _ = try row.next(Bool.self)  // whether it is cancelled: what can be taken is not
            isScheduled = try row.next()
            payload = try row.next()
            correlation = try row.next()
            causation = try row.next()
            trace = TraceHeaders(text: try row.next())
            waited = .seconds(try row.next(Double.self))
            isWatched = try row.next()
        }

        /// What led to it, as far as the row knows; the id is the work's own where nothing did.
        func cause(lease: UUID) -> Metadata {
            let trace = span?.headers ?? trace
            return Metadata(
                id: causation ?? lease, name: MessageName(kind), tenant: TenantID(tenant), correlation: correlation,
                traceparent: trace.parent, tracestate: trace.state, attempt: attempt - 1)
        }

        /// Begins to tell of the attempt.
        func traced(by tracer: MessageTracer) -> Row {
            var copy = self
            copy.span = tracer.working(kind, cause(lease: lease), isScheduled: isScheduled)
            return copy
        }
    }

    /// Puts rows of one lease together; they come next to each other.
    static func grouped(_ rows: [Row], since: ContinuousClock.Instant) -> [Claim] {
        var claims: [Claim] = []
        var rest = rows[...]
        while let first = rest.first {
            let ours = rest.prefix { $0.lease == first.lease }
            rest = rest.dropFirst(ours.count)
            claims.append(
                Claim(
                    lease: first.lease, kind: first.kind, tenant: TenantID(first.tenant), shop: first.shop,
                    isWatched: first.isWatched, rows: Array(ours), since: since))
        }
        return claims
    }

    /// Begins to tell of the attempt: of each piece of work in its own trace. What the job does for all of them
    /// together is part of the first one's, to which the others point.
    func traced(by tracer: MessageTracer) -> Claim {
        let rows = rows.map { $0.traced(by: tracer) }
        let spans = rows.compactMap(\.span)
        if let first = spans.first { for span in spans.dropFirst() { span.link(to: first.context) } }
        return Claim(
            lease: lease, kind: kind, tenant: tenant, shop: shop, isWatched: isWatched, rows: rows, since: since)
    }

    /// What the job's calls are part of.
    var span: MessageSpan? { rows.lazy.compactMap(\.span).first }

    /// Ends what is told of the attempt.
    func endSpans(_ outcome: String) {
        for row in rows {
            switch outcome {
            case "late", "threw", "failed", "lost": row.span?.fail(outcome, outcome)
            default: row.span?.end(outcome)
            }
        }
    }

    /// Whose limit a call for this job counts against.
    func account(at endpoint: EndpointClass) -> UUID {
        switch endpoint.budget?.account {
        case .shop: shop
        case .tenant: tenant.uuid
        case .app, nil: WorkTable.nobody
        }
    }
}

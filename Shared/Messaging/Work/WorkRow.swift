public import Contracts
public import Foundation
import Postgres

/// One piece of work as people see it.
public struct WorkRow: Sendable {
    /// Where a piece of work is on its way.
    public enum State: String, Sendable, CaseIterable {
        /// Not due yet.
        case waiting
        /// Due.
        case ready
        /// In a worker's hands.
        case leased
        /// Given up; it waits for people.
        case failed
    }

    /// What it is.
    public let key: WorkKey
    /// The shop that it calls for.
    public let shop: ShopID?
    /// Where it is on its way.
    public let state: State
    /// When it is due, or was.
    public let dueAt: Date
    /// Attempts so far.
    public let attempt: Int
    /// What became of the last attempt is not known.
    public let isOutcomeUnknown: Bool
    /// Not wanted any more; it goes when its worker is through with it.
    public let isCancelled: Bool
    /// Since when it is wanted.
    public let createdAt: Date
    /// When anything last happened to it.
    public let changedAt: Date
    /// Why it is not done; a constant sentence.
    public let reason: String?
    /// What was special about the last attempt.
    public let detail: String?

    static let columns: SQL =
        """
        kind, tenant_id, key, nullif(shop, work_nobody()), state, due_at, attempt, is_unknown, is_cancelled,
        created_at, changed_at, last_reason, last_detail
        """

    init(row: inout RowReader) throws {
        key = WorkKey(kind: try row.next(), tenant: TenantID(try row.next()), key: try row.next())
        shop = try row.next(UUID?.self).map { ShopID($0) }
        state = State(rawValue: try row.next()) ?? .waiting
        dueAt = try row.next()
        attempt = try row.next()
        isOutcomeUnknown = try row.next()
        isCancelled = try row.next()
        createdAt = try row.next()
        changedAt = try row.next()
        reason = try row.next()
        detail = try row.next()
    }
}

/// Which pieces of work are meant; what is nil does not matter.
public struct WorkFilter: Sendable, Hashable {
    /// Of this brand.
    public var tenant: TenantID?
    /// Of this kind.
    public var kind: String?
    /// With this key.
    public var key: String?
    /// In this state.
    public var state: WorkRow.State?
    /// For this reason.
    public var reason: String?
    /// Last changed before this moment.
    public var before: Date?

    /// Which pieces of work are meant.
    public init(
        tenant: TenantID? = nil, kind: String? = nil, key: String? = nil, state: WorkRow.State? = nil,
        reason: String? = nil, before: Date? = nil
    ) {
        self.tenant = tenant
        self.kind = kind
        self.key = key
        self.state = state
        self.reason = reason
        self.before = before
    }

    /// The conditions on a row of `work`.
    var condition: SQL {
        var conditions: [SQL] = ["true"]
        if let tenant { conditions.append("tenant_id = \(tenant.uuid)") }
        if let kind { conditions.append("kind = \(kind)") }
        if let key { conditions.append("key = \(key)") }
        if let state { conditions.append("state = \(state.rawValue)") }
        if let reason { conditions.append("last_reason = \(reason)") }
        if let before { conditions.append("changed_at < \(before)") }
        return conditions.joined(separator: " AND ")
    }
}

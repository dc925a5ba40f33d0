public import Contracts
public import Foundation
public import Postgres

/// A place between two facts that are listed by tenant and a text, and pages that begin there.
public struct FactMark: Sendable, Hashable {
    /// The tenant of the last fact.
    public let tenant: TenantID
    /// Its key.
    public let key: String

    /// Reads ``FactPage/next``: `<tenant>/<key>`.
    ///
    /// - Throws: A ``Refusal`` that names the field.
    public init?(_ asked: FactList) throws {
        guard let text = asked.after else { return nil }
        guard let mark = FactMark(text: text) else {
            throw Refusal(.invalid, code: "unknownMark", "after is not from an earlier page", field: "/after")
        }
        self = mark
    }

    private init?(text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let tenant = TenantID(String(parts[0])) else { return nil }
        self.tenant = tenant
        key = String(parts[1])
    }

    /// The facts that are asked for by name; nil: all are.
    ///
    /// - Throws: A ``Refusal`` that names the field.
    public static func named(_ asked: FactList) throws -> [FactMark]? {
        try asked.only?.map { text in
            guard let mark = FactMark(text: text) else {
                throw Refusal(.invalid, code: "unknownName", "only has names like tenant/key", field: "/only")
            }
            return mark
        }
    }

    /// The key as a UUID, for tables that are ordered by one.
    public var uuid: UUID? { UUID(text: key) }

    /// The condition on rows behind the mark, where their key is a UUID.
    ///
    /// - Parameter columns: The tenant's column and the key's, such as `tenant_id, order_id`.
    public static func behind(_ asked: FactList, uuid columns: SQL) throws -> SQL {
        guard let mark = try FactMark(asked) else { return "true" }
        guard let key = mark.uuid else {
            throw Refusal(.invalid, code: "unknownMark", "after is not from an earlier page", field: "/after")
        }
        return "(\(columns)) > (\(mark.tenant.uuid), \(key))"
    }
}

extension FactList {
    /// Each day is a range of its own in the tables: further back than this all facts are told.
    private static let mostDays = 31

    /// How far back a service looks that finds things by the day on which they changed; nil: to the beginning.
    public var since: Instant? {
        guard only == nil, let changedSince, changedSince.date > Date() - Double(Self.mostDays) * 86_400 else {
            return nil
        }
        return changedSince
    }
}

extension FactPage {
    /// A page of facts that were found by their names, of which one more was read than the page has.
    ///
    /// - Parameters:
    ///   - names: At most one more than `limit`; a name may have lost its fact.
    ///   - since: How far back all pages together go.
    public init(
        of names: [(tenant: UUID, key: UUID)], limit: Int, since: Instant?,
        _ facts: ([(tenant: UUID, key: UUID)]) async throws -> [KnownFact]
    ) async throws {
        let page = Array(names.prefix(limit))
        let next = names.count > limit ? page.last.map { "\(TenantID($0.tenant))/\($0.key.text)" } : nil
        self.init(facts: try await facts(page), next: next, since: next == nil ? since : nil)
    }

    /// A page of at most `limit` facts of which one more was read to see whether there is another page.
    public init(_ facts: [KnownFact], limit: Int) {
        let page = Array(facts.prefix(limit))
        let next = facts.count > limit ? page.last.map { "\($0.tenant)/\($0.key)" } : nil
        self.init(facts: page, next: next)
    }
}

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
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let tenant = TenantID(String(parts[0])) else {
            throw Refusal(.invalid, code: "unknownMark", "after is not from an earlier page", field: "/after")
        }
        self.tenant = tenant
        key = String(parts[1])
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

extension FactPage {
    /// A page of at most `limit` facts of which one more was read to see whether there is another page.
    public init(_ facts: [Fact], limit: Int) {
        let page = Array(facts.prefix(limit))
        let next = facts.count > limit ? page.last.map { "\($0.tenant)/\($0.key)" } : nil
        self.init(facts: page, next: next)
    }
}

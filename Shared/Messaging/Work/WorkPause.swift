public import Contracts
public import Foundation
import Postgres

/// A part of the work: of a kind, a tenant, a shop, or of several of these together. What is nil means all.
public struct WorkScope: Sendable, Hashable {
    /// The kind's name.
    public var kind: String?
    /// The brand.
    public var tenant: TenantID?
    /// The shop.
    public var shop: ShopID?

    /// A part of the work; all of it when nothing is named.
    public init(kind: String? = nil, tenant: TenantID? = nil, shop: ShopID? = nil) {
        self.kind = kind
        self.tenant = tenant
        self.shop = shop
    }
}

/// A part of the work that people have stopped.
public struct WorkPause: Sendable {
    /// What is stopped.
    public let scope: WorkScope
    /// Why.
    public let reason: String
    /// Who stopped it.
    public let pausedBy: String
    /// When.
    public let pausedAt: Date

    init(row: inout RowReader) throws {
        scope = WorkScope(
            kind: try row.next(), tenant: try row.next(UUID?.self).map { TenantID($0) },
            shop: try row.next(UUID?.self).map { ShopID($0) })
        reason = try row.next()
        pausedBy = try row.next()
        pausedAt = try row.next()
    }
}

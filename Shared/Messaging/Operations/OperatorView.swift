public import Contracts
import Foundation
public import Postgres

/// What a service tells operators of its own tables, beside what every service tells of its messages and its work.
///
/// It is asked with the worker's eyes, for all brands, and only after the broker has vouched for the operator.
public protocol OperatorView: Sendable {
    /// The order that a text names, ours or the channel's id; nil when the service does not know it. One that is only
    /// about to be read has no ``OrderTraced/order`` yet.
    func find(_ order: String, in database: some PostgresClient) async throws -> OrderTraced?

    /// The work on an order that bears neither its id as its key nor its journey, such as the reading of one that had
    /// no id yet; at most 100 names, whether there is such work or not. Of an order that the service does not know,
    /// ``OrderTraced/order`` is nil.
    func work(on order: OrderTraced, in database: some PostgresClient) async throws -> [WorkKey]

    /// Whether the service knows of a brand, or of a shop, of that brand where one is named; nil where it cannot tell.
    func knows(_ tenant: TenantID?, _ shop: ShopID?, in database: some PostgresClient) async throws -> Bool?

    /// What the service has done with an order, in any order, at most 500 steps.
    func history(
        of order: OrderID, _ tenant: TenantID, in database: some PostgresClient
    ) async throws -> [TraceStep]

    /// A page of facts; nil for subjects that it has none of.
    func facts(_ asked: FactList, limit: Int, in database: PostgresPool) async throws -> FactPage?

    /// How this instance has called its partners in the last hour: every endpoint that it knows, with its version.
    func partnerCalls() -> [PartnerCalls]
}

extension OperatorView {
    /// Knows no orders.
    public func find(_: String, in _: some PostgresClient) async throws -> OrderTraced? { nil }

    /// Knows of no other work.
    public func work(on _: OrderTraced, in _: some PostgresClient) async throws -> [WorkKey] { [] }

    /// Cannot tell.
    public func knows(_: TenantID?, _: ShopID?, in _: some PostgresClient) async throws -> Bool? { nil }

    /// Keeps no history.
    public func history(of _: OrderID, _: TenantID, in _: some PostgresClient) async throws -> [TraceStep] { [] }

    /// Calls nobody.
    public func partnerCalls() -> [PartnerCalls] { [] }

    /// Has no facts.
    public func facts(_: FactList, limit _: Int, in _: PostgresPool) async throws -> FactPage? { nil }
}

/// The view of a service that has nothing of its own to tell.
public struct NothingToShow: OperatorView {
    /// Nothing.
    public init() {}
}

/// Who a service is.
struct ServiceIdentity: Sendable {
    let service: String
    let instance: String
    let version: String
    let startedAt = Instant(Date())
}

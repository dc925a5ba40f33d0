import AMQP
import Contracts
import Foundation
import Postgres

/// A message as `told` keeps it.
struct ToldRow: Sendable {
    let id: UUID
    let type: String
    let tenant: UUID?
    let correlation: String?
    let causation: UUID?
    let headers: String?
    let body: [UInt8]
    let sealedKey: String?

    /// Reads a message after its id: type, tenant_id, correlation, causation, headers, body and sealed_key.
    init(_ id: UUID, row: inout RowReader) throws {
        self.id = id
        type = try row.next()
        tenant = try row.next()
        correlation = try row.next()
        causation = try row.next()
        headers = try row.next()
        body = try row.next()
        sealedKey = try row.next()
    }

    /// The message as it is sent to all who hear it.
    func outgoing(_ router: Router, _ vault: Vault?) throws -> Outgoing {
        try outgoing(router(MessageName(type)), vault)
    }

    /// The message as it is sent to one lane's queue alone.
    func outgoing(to lane: Topology.Lane, _ vault: Vault?) throws -> Outgoing {
        try outgoing(
            Route(exchange: lane.exchange.rawValue, key: lane.address(of: MessageName(type)), isMandatory: true), vault)
    }

    private func outgoing(_ route: Route, _ vault: Vault?) throws -> Outgoing {
        let sealed = sealedKey.map { Vault.Sealed(bytes: body, key: $0) }
        return Outgoing(
            id: id, name: MessageName(type), route: route,
            tenant: tenant.map { TenantID($0) }, correlation: correlation, causation: causation,
            headers: headers.map(KeptHeaders.read) ?? [:], body: try sealed.map { try open($0, vault) } ?? body,
            sealed: sealed)
    }

    private func open(_ sealed: Vault.Sealed, _ vault: Vault?) throws -> [UInt8] {
        guard let vault else { throw VaultError.unknownKey(sealed.key) }
        return Array(try vault.open(sealed, for: Outgoing.place(id)))
    }
}

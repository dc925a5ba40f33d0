import AMQP
import Contracts
import Foundation

/// A message with its envelope: a row of the outbox, and what is published from it. A class, because it is handed on
/// and on and has many fields.
public final class Outgoing: Sendable {
    let id: UUID
    let name: MessageName
    let route: Route
    let tenant: TenantID?
    let correlation: String?
    let causation: UUID?
    let headers: Headers
    let body: [UInt8]
    /// The body as the row keeps it, where it tells of a person; nil: as it is.
    let sealed: Vault.Sealed?
    /// What is told of its sending; ends with the broker's answer, and never where its transaction is not committed.
    let span: MessageSpan?

    /// Seals a draft: what it leaves open comes from its cause.
    init(
        _ draft: Draft, cause common: Metadata?, route: Route, encoder: JSONEncoder, vault: Vault?,
        tracer: MessageTracer?
    ) throws {
        let cause = draft.cause ?? common
        span = tracer?.sending(draft, to: route, cause: cause)
        id = draft.id
        name = draft.name
        self.route = route
        tenant = draft.tenant ?? cause?.tenant
        correlation = draft.correlation ?? cause?.correlation
        causation = cause?.id
        var headers = cause?.carried ?? [:]
        if let subject = draft.subject { headers[WireHeader.subject] = .string(subject) }
        let trace = span?.headers ?? draft.trace ?? cause?.trace
        if let parent = trace?.parent { headers[WireHeader.traceparent] = .string(parent) }
        if let state = trace?.state { headers[WireHeader.tracestate] = .string(state) }
        self.headers = headers
        body = Array(try encoder.encode(draft.message))
        sealed = try Self.seal(body, name, id, vault)
    }

    init(
        id: UUID, name: MessageName, route: Route, tenant: TenantID?, correlation: String?, causation: UUID?,
        headers: Headers, body: [UInt8], sealed: Vault.Sealed?
    ) {
        self.id = id
        self.name = name
        self.route = route
        self.tenant = tenant
        self.correlation = correlation
        self.causation = causation
        self.headers = headers
        self.body = body
        self.sealed = sealed
        span = nil
    }

    private static func seal(
        _ body: [UInt8], _ name: MessageName, _ id: UUID, _ vault: Vault?
    ) throws -> Vault.Sealed? {
        guard Topology.isPersonal(name) else { return nil }
        guard let vault else { throw MissingVault(purpose: name.rawValue) }
        return try vault.seal(body, for: place(id))
    }

    /// What is sealed opens only in the row that it was sealed for.
    static func place(_ id: UUID) -> String { "outbox \(id.text)" }

    /// What goes to the broker.
    func publication(source: String) -> Publication {
        var headers = self.headers
        headers[WireHeader.source] = .string(source)
        if let tenant { headers[WireHeader.tenant] = .string(tenant.description) }
        if let causation { headers[WireHeader.causation] = .string(causation.text) }
        let properties = MessageProperties(
            contentType: "application/json", messageID: id.text, correlationID: correlation, type: name.rawValue,
            timestamp: UInt64((id.v7Instant ?? Date()).timeIntervalSince1970), headers: headers)
        return Publication(
            exchange: route.exchange, routingKey: route.key, isMandatory: route.isMandatory, properties: properties,
            body: body)
    }
}

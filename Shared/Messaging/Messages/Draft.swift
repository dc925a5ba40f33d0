import AMQP
public import Contracts
public import Foundation

/// A message that a decision wants to send, before it is given its envelope.
public struct Draft: Sendable {
    /// What it says.
    public let message: any Message
    /// Its id; also the key under which receivers recognise a repeat.
    public let id: UUID
    /// The wire name, where it is not the type's own.
    public let name: MessageName
    /// The journey, where it is not that of the cause.
    public let correlation: String?
    /// The brand, where it is not that of the cause.
    public let tenant: TenantID?
    /// What it is about.
    public let subject: String?
    /// What led to it, where that is not what its transaction is about as a whole.
    private(set) var cause: Metadata?

    /// A message to send; what is left out is taken from the message that causes it.
    public init<Body: Message>(
        _ message: Body, as name: MessageName = Body.name, id: UUID = .v7(), tenant: TenantID? = nil,
        correlation: String? = nil, subject: String? = nil
    ) {
        self.message = message
        self.id = id
        self.name = name
        self.correlation = correlation
        self.tenant = tenant
        self.subject = subject
    }

    /// The same message with a cause of its own, as when one transaction settles several things.
    public func caused(by cause: Metadata) -> Draft {
        var copy = self
        copy.cause = cause
        return copy
    }
}

/// A message with its envelope: a row of the outbox, and what is published from it.
public struct Outgoing: Sendable {
    let id: UUID
    let name: MessageName
    let route: Route
    let tenant: TenantID?
    let correlation: String?
    let causation: UUID?
    let headers: Headers
    let body: [UInt8]

    /// Seals a draft: what it leaves open comes from its cause.
    init(_ draft: Draft, cause common: Metadata?, route: Route, encoder: JSONEncoder) throws {
        let cause = draft.cause ?? common
        id = draft.id
        name = draft.name
        self.route = route
        tenant = draft.tenant ?? cause?.tenant
        correlation = draft.correlation ?? cause?.correlation
        causation = cause?.id
        var headers = cause?.carried ?? [:]
        if let subject = draft.subject { headers[WireHeader.subject] = .string(subject) }
        if let trace = cause?.traceparent { headers[WireHeader.traceparent] = .string(trace) }
        self.headers = headers
        body = Array(try encoder.encode(draft.message))
    }

    init(
        id: UUID, name: MessageName, route: Route, tenant: TenantID?, correlation: String?, causation: UUID?,
        headers: Headers, body: [UInt8]
    ) {
        self.id = id
        self.name = name
        self.route = route
        self.tenant = tenant
        self.correlation = correlation
        self.causation = causation
        self.headers = headers
        self.body = body
    }

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

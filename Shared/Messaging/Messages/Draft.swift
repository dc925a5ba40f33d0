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
    private var ownCause: Cause?

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
        copy.ownCause = Cause(metadata: cause, trace: trace)
        return copy
    }

    /// The same message as a part of the trace of what it is about (``JourneyTrace``), instead of its cause's.
    public func continuing(_ trace: String?) -> Draft {
        guard let trace else { return self }
        var copy = self
        copy.ownCause = Cause(metadata: cause, trace: TraceHeaders(text: trace))
        return copy
    }

    /// What led to it, where that is not what its transaction is about as a whole.
    var cause: Metadata? { ownCause?.metadata }
    /// What it is part of, where that is not its cause's trace.
    var trace: TraceHeaders? { ownCause?.trace }

    /// Rare and large, so kept apart.
    private final class Cause: Sendable {
        let metadata: Metadata?
        let trace: TraceHeaders?

        init(metadata: Metadata?, trace: TraceHeaders?) {
            self.metadata = metadata
            self.trace = trace
        }
    }
}

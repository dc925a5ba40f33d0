/// Why an attempt brought no answer.
///
/// The question that decides about money is whether the other side may have acted: see ``requestWritten``.
public struct OutboundError: Error, Sendable, Hashable {
    /// What happened.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The request cannot be sent as it is; repeating will not help.
        case invalidRequest
        /// As many requests wait as may wait; nothing was sent.
        case overloaded
        /// No name, no route, no connection, or the connection was lost before the first byte went out.
        case unreachable
        /// No trusted connection: certificate, protocol version or handshake. Nothing was sent.
        case tls
        /// The deadline passed.
        case timedOut
        /// The connection ended before the answer was complete.
        case interrupted
        /// The answer was larger than allowed.
        case tooLarge
        /// The calling task was cancelled.
        case cancelled
        /// The client was closed.
        case closed
    }

    /// What happened.
    public let kind: Kind
    /// The host and port that were asked.
    public let host: String
    /// In words, without secrets.
    public let detail: String
    /// Whether at least one byte of the request was handed to the network: then the other side may have acted on it.
    public let requestWritten: Bool

    /// Describes a failure, also for stand-ins in tests.
    public init(_ kind: Kind, host: String, detail: String, requestWritten: Bool = false) {
        self.kind = kind
        self.host = host
        self.detail = detail
        self.requestWritten = requestWritten
    }
}

extension OutboundError: CustomStringConvertible {
    /// One sentence for logs.
    public var description: String {
        "\(kind.rawValue) (\(host)): \(detail); the request was \(requestWritten ? "" : "not ")written"
    }
}

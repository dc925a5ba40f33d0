import Outbound

/// Why a call brought no reply.
public struct TikTokShopError: Error, Sendable, Hashable {
    /// What it means; see ``Kind``.
    public let kind: Kind
    /// The call.
    public let endpoint: Endpoint
    /// The channel's number; nil when it gave none.
    public let code: Int?
    /// The channel's words, or ours when it gave none.
    public let message: String
    /// By which the channel's support finds the call.
    public let requestID: String?
    /// The HTTP status; nil without an answer.
    public let status: Int?
    /// How long the channel asked us to stay away.
    public let retryAfter: Duration?
    /// Whether the channel may have seen the call.
    public let requestWritten: Bool

    /// An error that came as an answer; also for stand-ins in tests.
    public init(
        kind: Kind, endpoint: Endpoint, code: Int? = nil, message: String, requestID: String? = nil,
        status: Int? = nil, retryAfter: Duration? = nil, requestWritten: Bool = true
    ) {
        self.kind = kind
        self.endpoint = endpoint
        self.code = code
        self.message = message
        self.requestID = requestID
        self.status = status
        self.retryAfter = retryAfter
        self.requestWritten = requestWritten
    }

    /// The same with other words.
    public func saying(_ message: String) -> TikTokShopError {
        TikTokShopError(
            kind: kind, endpoint: endpoint, code: code, message: message, requestID: requestID, status: status,
            retryAfter: retryAfter, requestWritten: requestWritten)
    }

    /// A call that got no answer. A call that merely reads has no unknown outcome: it can be repeated.
    init(_ error: OutboundError, _ endpoint: Endpoint) {
        let kind: Kind =
            switch error.kind {
            case .invalidRequest: .invalidRequest
            case .cancelled where !error.requestWritten: .cancelled
            case .cancelled: endpoint.changesSomething ? .outcomeUnknown : .cancelled
            case .tooLarge: endpoint.changesSomething ? .outcomeUnknown : .malformedAnswer
            case .unreachable, .overloaded, .tls, .closed: .unreachable
            case .timedOut, .interrupted: error.requestWritten ? .outcomeUnknown : .unreachable
            }
        self.init(kind: kind, endpoint: endpoint, message: error.description, requestWritten: error.requestWritten)
    }

    static func invalidRequest(_ endpoint: Endpoint, _ problem: String) -> TikTokShopError {
        TikTokShopError(kind: .invalidRequest, endpoint: endpoint, message: problem, requestWritten: false)
    }
}

extension TikTokShopError: CustomStringConvertible {
    /// One line for logs; the channel's words are cut, since nothing bounds them.
    public var description: String {
        let code = code.map { " \($0)" } ?? ""
        let request = requestID.map { " (request \($0.prefix(64)))" } ?? ""
        return "\(endpoint.name): \(kind.rawValue)\(code), \(message.prefix(300))\(request)"
    }
}

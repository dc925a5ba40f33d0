/// A complete answer, whatever its status: judging it is ``ResponseClass``'s and the caller's work.
public struct HTTPResponse: Sendable, Hashable {
    /// The status code (RFC 9110 §15); redirects are handed over, never followed.
    public let status: Int
    /// The fields of the final answer; those of interim answers and trailers are dropped.
    public let headers: HTTPHeaders
    /// The bytes as received, within the size limit.
    public let body: [UInt8]
    /// From setting out to the last byte; waiting for a free place does not count.
    public let duration: Duration

    /// Describes an answer, for tests and stand-ins.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], duration: Duration = .zero) {
        self.status = status
        self.headers = headers
        self.body = body
        self.duration = duration
    }

    /// The media type without its parameters, in lower case; nil when the answer names none.
    public var mediaType: String? {
        guard let type = headers["Content-Type"]?.prefix(while: { $0 != ";" }) else { return nil }
        let trimmed = type.filter { !$0.isWhitespace }.lowercased()
        return trimmed.isEmpty ? nil : trimmed
    }
}

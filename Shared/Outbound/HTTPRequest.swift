import Foundation

/// One request, complete: nothing is added on the way but `Host`, `User-Agent`, `Accept`, the body's length and,
/// where a call of a partner is traced, `traceparent` and `tracestate`.
public struct HTTPRequest: Sendable, Hashable {
    /// What is asked for.
    public var method: HTTPMethod
    /// Absolute, `http` or `https`, already percent-encoded: it is sent byte for byte, since signatures cover it.
    public var url: String
    /// Sent as given; secrets among them never reach a description.
    public var headers: HTTPHeaders
    /// Sent as given. An empty body on `POST`, `PUT` and `PATCH` still says `Content-Length: 0`.
    public var body: [UInt8]
    /// How many bytes of body the answer may have; nil: what the client is configured with.
    public var maximumResponseBytes: Int?

    /// Describes a request; it is checked when it is sent.
    public init(
        _ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
        maximumResponseBytes: Int? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.maximumResponseBytes = maximumResponseBytes
    }

    /// The host and port, for errors and logs; empty when the URL has none.
    public var host: String {
        guard let start = url.range(of: "://")?.upperBound else { return "" }
        return String(url[start...].prefix { !"/?#".contains($0) })
    }

    /// What is wrong with the request, naming the field; nil when it may be sent.
    var problem: String? {
        if let problem = urlProblem { return problem }
        if method == .get || method == .head, !body.isEmpty { return "body: \(method.rawValue) carries none" }
        for field in headers.fields {
            guard Self.isToken(field.name) else { return "headers: '\(field.name.prefix(40))' is no field name" }
            guard Self.isFieldValue(field.value) else { return "headers: the value of \(field.name) has control bytes" }
        }
        return nil
    }

    private var urlProblem: String? {
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else { return "url: is not http or https" }
        guard !host.isEmpty else { return "url: has no host" }
        // Credentials in a URL would reach every log that knows nothing of them.
        guard !host.contains("@") else { return "url: carries user information" }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return "url: is not percent-encoded" }
        return nil
    }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0.isASCIILetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) }
    }

    /// A line break inside a value would smuggle in another field.
    private static func isFieldValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible {
    /// Method and URL without secrets; headers and body are left out, since both may hold them.
    public var description: String { "\(method.rawValue) \(Redaction.url(url))" }
    /// The same: a debugger's dump ends up in tickets.
    public var debugDescription: String { description }
}

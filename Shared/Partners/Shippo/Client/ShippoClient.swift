public import Foundation
public import Outbound

/// Talks to Shippo with one token, one attempt per call.
public struct ShippoClient: Sendable {
    /// Where Shippo lives; a setting, so that the sandbox can stand in.
    public static let base = "https://api.goshippo.com"
    let http: HTTPClient
    let token: Credential
    let base: String
    let now: @Sendable () -> Date

    /// Talks through an HTTP client. `base` has no slash at the end.
    public init(
        http: HTTPClient, token: Credential, base: String = ShippoClient.base,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.http = http
        self.token = token
        self.base = base
        self.now = now
    }

    /// Whether labels cost nothing and parcels do not move.
    public var isTest: Bool { token.reveal().hasPrefix("shippo_test_") }

    /// Makes a call and gives its reply, or the error by its meaning.
    ///
    /// A reply can still report a failure: see ``Transaction/outcome``.
    public func send<Call: ShippoCall>(_ call: Call, deadline: Duration = .seconds(30)) async throws(ShippoError)
        -> Call.Reply
    {
        let request = try request(call)
        let title = Call.measuredTitle
        return try await CallMeter.measure(Self.partner, title, \.kind.rawValue) { () throws(ShippoError) in
            let response = try await exchange(request, deadline, changesSomething: Call.changesSomething)
            CallBook.shared.hear(response.headers, Self.partner, title)
            return try ShippoAnswer(changesSomething: Call.changesSomething, now: now())
                .read(response, as: Call.Reply.self)
        }
    }

    /// What goes out for a call.
    func request<Call: ShippoCall>(_ call: Call) throws(ShippoError) -> HTTPRequest {
        if let problem = call.problem { throw .invalidRequest(problem) }
        let query = call.query.isEmpty ? "" : "?" + PercentEncoding.query(call.query)
        var headers: HTTPHeaders = [
            "Authorization": "ShippoToken \(token.reveal())", "SHIPPO-API-VERSION": Call.version,
        ]
        if call.body != nil { headers["Content-Type"] = "application/json" }
        return HTTPRequest(Call.method, base + call.path + query, headers: headers, body: try encoded(call.body))
    }

    func exchange(_ request: HTTPRequest, _ deadline: Duration, changesSomething: Bool) async throws(ShippoError)
        -> HTTPResponse
    {
        do throws(OutboundError) {
            return try await http.send(request, deadline: deadline)
        } catch {
            throw ShippoError(error, changesSomething: changesSomething)
        }
    }

    private func encoded(_ body: (any Encodable & Sendable)?) throws(ShippoError) -> [UInt8] {
        guard let body else { return [] }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(body))
        } catch {
            throw .invalidRequest("body: cannot be written as JSON")
        }
    }
}

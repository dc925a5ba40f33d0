import Foundation
package import Outbound
package import TestKit

/// One HTTP server that is asked in JSON.
package struct Door: Sendable {
    package let http: HTTPClient
    package let address: String
    /// Shown with every call.
    package var authorization: String?
    /// Sent with every call, as a browser would.
    package var cookie: String?

    /// A door at an address.
    package init(http: HTTPClient, address: String, authorization: String? = nil, cookie: String? = nil) {
        self.http = http
        self.address = address
        self.authorization = authorization
        self.cookie = cookie
    }

    /// What was not answered with success.
    package struct Refused: Error, CustomStringConvertible {
        package let call: String
        package let status: Int
        package let body: String

        package init(call: String, status: Int, body: String) {
            self.call = call
            self.status = status
            self.body = body
        }

        package var description: String { "\(call): \(status) \(body.prefix(300))" }
    }

    /// The same door with a key.
    package func with(key: String) -> Door { Door(http: http, address: address, authorization: "Bearer \(key)") }

    /// Reads; an answer that is no success is an error.
    package func read(_ path: String) async throws -> JSONValue { try await body(.get, path) }

    /// Posts; an answer that is no success is an error.
    @discardableResult
    package func post(_ path: String, _ body: JSONValue = [:]) async throws -> JSONValue {
        try await self.body(.post, path, body)
    }

    /// Puts; an answer that is no success is an error.
    package func put(_ path: String, _ body: JSONValue) async throws { _ = try await self.body(.put, path, body) }

    /// Removes; an answer that is no success is an error.
    package func delete(_ path: String) async throws { _ = try await body(.delete, path) }

    private func body(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let answer = try await send(method, path, body: try body.map { [UInt8](try JSONEncoder().encode($0)) } ?? [])
        guard (200..<300).contains(answer.status) else {
            let text = String(decoding: answer.body, as: UTF8.self)
            throw Refused(call: "\(method.rawValue) \(path)", status: answer.status, body: text)
        }
        return answer.body.isEmpty ? .null : try JSONDecoder().decode(JSONValue.self, from: Data(answer.body))
    }

    /// Any call.
    package func send(
        _ method: HTTPMethod, _ path: String, body: [UInt8] = [], type: String = "application/json"
    ) async throws -> HTTPResponse {
        var headers: HTTPHeaders = ["Accept": "application/json"]
        if !body.isEmpty { headers["Content-Type"] = type }
        if let authorization { headers["Authorization"] = authorization }
        if let cookie { headers["Cookie"] = cookie }
        let url = path.hasPrefix("http") ? path : address + path
        return try await http.send(
            HTTPRequest(method, url, headers: headers, body: body), deadline: .seconds(20))
    }
}

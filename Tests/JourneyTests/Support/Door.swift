import Foundation
import Outbound
import TestKit

/// One HTTP server that is asked in JSON.
struct Door: Sendable {
    let http: HTTPClient
    let address: String
    /// Shown as a bearer token.
    var key: String?
    /// Sent with every call, as a browser would.
    var cookie: String?

    /// An answer.
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: JSONValue

        /// The cookie that it sets, without its attributes.
        var cookie: String? { headers["Set-Cookie"].map { String($0.prefix { $0 != ";" }) } }

        subscript(name: String) -> JSONValue { body[name] }
    }

    /// What was not answered with success.
    struct Refused: Error, CustomStringConvertible {
        let call: String
        let answer: Answer

        var description: String { "\(call): \(answer.status) \(answer.body)" }
    }

    /// The same door with a key.
    func with(key: String) -> Door { Door(http: http, address: address, key: key) }

    /// The same door with a cookie.
    func with(cookie: String?) -> Door { Door(http: http, address: address, key: key, cookie: cookie) }

    func get(_ path: String) async throws -> Answer { try await send(.get, path) }

    func post(
        _ path: String, _ body: String = "{}", idempotencyKey: String? = nil
    ) async throws -> Answer {
        try await send(.post, path, body, idempotencyKey: idempotencyKey)
    }

    /// Posts, and gives the body when it worked.
    func create(_ path: String, _ body: String = "{}") async throws -> JSONValue {
        let answer = try await post(path, body)
        guard (200..<300).contains(answer.status) else { throw Refused(call: "POST \(path)", answer: answer) }
        return answer.body
    }

    /// Reads, and gives the body when it worked.
    func read(_ path: String) async throws -> JSONValue {
        let answer = try await get(path)
        guard answer.status == 200 else { throw Refused(call: "GET \(path)", answer: answer) }
        return answer.body
    }

    func send(
        _ method: HTTPMethod, _ path: String, _ body: String? = nil, idempotencyKey: String? = nil,
        type: String = "application/json"
    ) async throws -> Answer {
        var headers: HTTPHeaders = ["Accept": "application/json"]
        if body != nil { headers["Content-Type"] = type }
        if let key { headers["Authorization"] = "Bearer \(key)" }
        if let cookie { headers["Cookie"] = cookie }
        if let idempotencyKey { headers["Idempotency-Key"] = idempotencyKey }
        let url = path.hasPrefix("http") ? path : address + path
        let response = try await http.send(
            HTTPRequest(method, url, headers: headers, body: Array((body ?? "").utf8)), deadline: .seconds(20))
        let parsed = try? JSONDecoder().decode(JSONValue.self, from: Data(response.body))
        return Answer(
            status: response.status, headers: response.headers,
            body: parsed ?? .string(String(decoding: response.body, as: UTF8.self)))
    }
}

import Foundation
import Hummingbird
import Outbound
import TestKit

/// Stands between us and the partner, and may change what the partner says.
enum Mirror {
    /// Changes the body of an answer; the call is one such as `GET /transactions`.
    typealias Change = @Sendable (_ call: String, _ answer: String) -> String

    /// Runs it while `body` runs, which gets the address in place of the partner's.
    static func run<Value: Sendable>(
        before address: String, _ change: @escaping Change, _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let http = HTTPClient()
        return try await withStandIn { request in
            try await forward(request, to: address, http, change)
        } _: { address in
            try await body(address)
        }
    }

    private static func forward(
        _ request: Request, to address: String, _ http: HTTPClient, _ change: Change
    ) async throws -> Response {
        let body = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        headers["Authorization"] = request.headers[.authorization]
        let sent = Outbound.HTTPRequest(
            request.method == .post ? .post : .get, address + request.uri.description, headers: headers, body: body)
        let answer = try await http.send(sent, deadline: .seconds(30))
        let call = "\(request.method.rawValue) \(request.uri.path)"
        let text = change(call, String(decoding: answer.body, as: UTF8.self))
        return Response(
            status: .init(code: answer.status), headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Changes the purchases of an answer: those of a list, newest first, or the only one.
    static func purchases(_ answer: String, _ change: (inout [[String: Any]]) -> Void) -> String {
        let json = try? JSONSerialization.jsonObject(with: Data(answer.utf8))
        guard var root = json as? [String: Any] else { return answer }
        var purchases = root["results"] as? [[String: Any]] ?? [root]
        change(&purchases)
        if root["results"] != nil { root["results"] = purchases } else { root = purchases.first ?? [:] }
        let data = (try? JSONSerialization.data(withJSONObject: root)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}

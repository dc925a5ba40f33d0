import Foundation
import Outbound
import TestKit
import Testing

@testable import Sandbox

/// A sandbox behind a real socket, and the calls a client would make.
struct LiveSandbox: Sendable {
    let sandbox: Sandbox
    let clock: ManualClock
    let base: String
    let client = HTTPClient()

    /// Runs a sandbox on a port of the system's choice while `body` uses it.
    static func run<Result: Sendable>(
        _ settings: Settings = .test, _ body: @escaping @Sendable (LiveSandbox) async throws -> Result
    ) async throws -> Result {
        let clock = ManualClock()
        let sandbox = Sandbox(settings: settings, clock: clock)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = Server(sandbox: sandbox, host: "127.0.0.1", port: 0, publicURL: nil, logger: silent)
        return try await serving([server.application { port.yield($0) }]) {
            let chosen = try #require(await ports.first { _ in true })
            return try await body(LiveSandbox(sandbox: sandbox, clock: clock, base: "http://127.0.0.1:\(chosen)"))
        }
    }
}

/// An answer with its body read as JSON.
struct Reply: Sendable {
    let status: Int
    let headers: [String: String]
    let bytes: [UInt8]
    let json: JSON

    init(_ answer: HTTPResponse) {
        status = answer.status
        headers = Dictionary(answer.headers.fields.map { ($0.name.lowercased(), $0.value) }) { $1 }
        bytes = answer.body
        json = (try? JSONDecoder().decode(JSON.self, from: Data(answer.body))) ?? .null
    }

    var code: Int? { json["code"]?.number }
    var data: JSON { json["data"] ?? .null }
}

extension LiveSandbox {
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = [],
        timeout: Duration = .seconds(20)
    ) async throws -> Reply {
        var request = HTTPRequest(HTTPMethod(rawValue: method) ?? .get, base + path, body: body)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return Reply(try await client.send(request, deadline: timeout))
    }

    func admin(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        let reply = try await send(method, "/_sandbox" + path, body: body?.bytes ?? [])
        try #require(reply.status == 200, "\(method) \(path): \(String(decoding: reply.bytes, as: UTF8.self))")
        return reply.json
    }

    func shippo(
        _ method: String, _ path: String, _ body: JSON? = nil, token: String = "shippo_live_sandbox"
    ) async throws -> Reply {
        try await send(
            method, "/shippo" + path,
            headers: [("authorization", "ShippoToken \(token)"), ("content-type", "application/json")],
            body: body?.bytes ?? [])
    }
}

/// A client of the TikTok Shop API, with the parts of a call that a test may spoil.
struct TikTokClient: Sendable {
    let live: LiveSandbox
    var app = RegisteredApp.operations
    var token: String
    var cipher: String?
    var secondsAhead = 0
    var spoilsSignature = false
    var omitted: Set<String> = []

    func call(
        _ method: String, _ path: String, _ parameters: [(String, String)] = [], _ body: JSON? = nil
    ) async throws -> Reply {
        var pairs = parameters + [("app_key", app.key), ("timestamp", "\(live.clock.now.seconds + secondsAhead)")]
        if let cipher { pairs.append(("shop_cipher", cipher)) }
        pairs.removeAll { omitted.contains($0.0) }
        let bytes = body?.bytes ?? []
        var sign = signature(method, path, pairs, bytes)
        if spoilsSignature { sign = String(sign.reversed()) }
        if !omitted.contains("sign") { pairs.append(("sign", sign)) }
        let query = pairs.map { "\($0.0)=\(Query.encode($0.1))" }.joined(separator: "&")
        return try await live.send(
            method, "\(path)?\(query)",
            headers: [("x-tts-access-token", token), ("content-type", "application/json")], body: bytes)
    }

    /// By the published recipe, apart from the sandbox's own code but for the hash.
    private func signature(_ method: String, _ path: String, _ pairs: [(String, String)], _ body: [UInt8]) -> String {
        let sorted = pairs.sorted { Array($0.0.utf8).lexicographicallyPrecedes(Array($1.0.utf8)) }
        let text = app.secret + path + sorted.map { $0.0 + $0.1 }.joined()
        return Secret.hmac(Array(text.utf8) + body + Array(app.secret.utf8), key: app.secret)
    }
}

extension LiveSandbox {
    /// Takes a seller through consent and exchange: a client with a token and the shop's cipher.
    func connect(
        _ shop: JSON, app: RegisteredApp = .operations, scopes: [Scope]? = nil
    ) async throws -> TikTokClient {
        var wish: JSON = ["app": .string(app.name), "shop": shop["id"] ?? .null]
        if let scopes { wish = wish.adding(["scopes": .strings(scopes.map(\.rawValue))]) }
        let redirect = try #require(try await admin("POST", "/authorizations", wish)["redirect"]?.text)
        let tokens = try await exchange(try #require(Self.parameter("code", of: redirect)), app: app)
        return TikTokClient(
            live: self, app: app, token: try #require(tokens.data["access_token"]?.text),
            cipher: shop["ciphers"]?[app.name]?.text)
    }

    func exchange(_ code: String, app: RegisteredApp = .operations) async throws -> Reply {
        try await send(
            "GET",
            "/api/v2/token/get?app_key=\(app.key)&app_secret=\(app.secret)&auth_code=\(code)"
                + "&grant_type=authorized_code")
    }

    static func parameter(_ name: String, of url: String) -> String? {
        Query(String(url.split(separator: "?", maxSplits: 1).last ?? ""))[name]
    }

    /// A shop with SKUs `A` and `B`, ten units each unless told otherwise.
    func openShop(region: String = "US", stock: Int = 10, more: JSON = [:]) async throws -> JSON {
        let sku = { (name: String) -> JSON in
            ["seller_sku": .string(name), "price_minor": 1_000, "stock": [.int(stock)]]
        }
        let body: JSON = [
            "region": .string(region), "products": [["title": "Tumbler", "skus": [sku("A"), sku("B")]]],
        ]
        return try await admin("POST", "/shops", body.adding(more))
    }

    /// Places an order of plain lines and answers its id.
    func order(
        _ shop: JSON, _ lines: [(String, Int)] = [("A", 1)], to status: String? = nil, more: JSON = [:]
    ) async throws -> String {
        let body: JSON = [
            "lines": .array(lines.map { ["sku": .string($0.0), "units": .int($0.1)] })
        ]
        let placed = try await admin("POST", "/shops/\(shop["id"]?.text ?? "")/orders", body.adding(more))
        let id = try #require(placed["orders"]?[0]?["id"]?.text)
        if let status { _ = try await admin("POST", "/orders/\(id)/advance", ["to": .string(status)]) }
        return id
    }
}

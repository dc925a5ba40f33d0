import Contracts
import Foundation
import Messaging
import Testing

@testable import Gateway

/// What bad input gets: a problem document with a constant word, a sentence and the field.
@Suite(.timeLimit(.minutes(4)))
struct BadInputTests {
    private static let adjust = "/v1/stock/adjustments"

    struct Case: Sendable {
        let method: String
        let target: String
        var headers: [String: String] = [:]
        var body: Data?
        let status: Int
        let code: String
        var field: String?
    }

    private static func post(_ target: String, _ body: String, _ status: Int, _ code: String, _ field: String?) -> Case
    {
        Case(method: "POST", target: target, body: Data(body.utf8), status: status, code: code, field: field)
    }

    private static let settings = "/v1/stock/\(GatewayWorld.uuid(1).text)/settings"

    private static func put(_ target: String, _ body: String, _ code: String, _ field: String?) -> Case {
        Case(method: "PUT", target: target, body: Data(body.utf8), status: 400, code: code, field: field)
    }

    private static func get(_ target: String, _ status: Int, _ code: String, _ field: String? = nil) -> Case {
        Case(method: "GET", target: target, status: status, code: code, field: field)
    }

    static let cases: [Case] = [
        get("/v1/nothing", 404, "unknownAddress"), get("/v2/orders", 404, "unknownAddress"),
        get("/v1/%ZZ", 404, "unknownAddress"), get("/v1/" + String(repeating: "a/", count: 50), 404, "unknownAddress"),
        Case(method: "DELETE", target: "/v1/orders", status: 405, code: "otherMethod"),
        Case(method: "PATCH", target: "/v1/settings", status: 405, code: "otherMethod"),
        get("/v1/orders?limit=1000000000", 400, "parameterWrong", "/limit"),
        get("/v1/orders?limit=0", 400, "parameterWrong", "/limit"),
        get("/v1/orders?limit=-1", 400, "parameterWrong", "/limit"),
        get("/v1/orders?limit=99999999999999999999999", 400, "parameterWrong", "/limit"),
        get("/v1/orders?limit=ten", 400, "parameterWrong", "/limit"),
        get("/v1/orders?status=lost", 400, "parameterWrong", "/status"),
        get("/v1/orders?from=yesterday", 400, "parameterWrong", "/from"),
        get("/v1/orders?shop=1%27%20OR%201=1", 400, "parameterWrong", "/shop"),
        get("/v1/orders?page=2", 400, "unknownParameter", "/page"),
        get("/v1/orders?limit=1&limit=2", 400, "parameterRepeated", "/limit"),
        get("/v1/orders?search=%FF%FE", 400, "parameterUnreadable"),
        get("/v1/orders?cursor=" + String(repeating: "c", count: 600), 400, "parameterWrong", "/cursor"),
        get("/v1/failures?cursor=from-elsewhere", 400, "unknownCursor", "/cursor"),
        get("/v1/stock/history", 400, "parameterMissing", "/sku"),
        get("/v1/shipments/not-a-uuid", 400, "notAnID", "/shipment"),
        post(adjust, "", 400, "bodyMissing", nil), post(adjust, "{", 400, "notJSON", nil),
        post(adjust, "[]", 400, "fieldOfWrongType", nil), post(adjust, "{}", 400, "fieldMissing", "/sku"),
        post(adjust, #"{"sku":"x"}"#, 400, "fieldUnreadable", "/sku"),
        post(
            adjust,
            #"{"sku":"\#(GatewayWorld.uuid(1).text)","location":"\#(GatewayWorld.uuid(1).text)","units":"three","reason":""}"#,
            400, "fieldOfWrongType", "/units"),
        post(
            adjust,
            #"{"sku":"\#(GatewayWorld.uuid(1).text)","location":"\#(GatewayWorld.uuid(1).text)","units":1e40,"reason":""}"#,
            400, "numberUnfit", "/units"),
        put(settings, #"{"buffer":5}"#, "fieldMissing", "/threshold"),
        put(settings, #"{"threshold":5,"safetyBuffer":5}"#, "fieldMissing", "/buffer"),
        put(settings, #"{"threshold":"5","buffer":null}"#, "fieldOfWrongType", "/threshold"),
        put(settings, #"{"threshold":null,"buffer":1.5}"#, "numberUnfit", "/buffer"),
        put("/v1/stock/TEE/settings", #"{"threshold":null,"buffer":5}"#, "notAnID", "/sku"),
        post(adjust, String(repeating: #"{"a":"#, count: 5000), 400, "tooDeep", nil),
        post("/v1/keys", #"{"name":"n","scopes":["everything"]}"#, 400, "fieldUnreadable", "/scopes/0"),
        Case(
            method: "POST", target: adjust, body: Data([0x7B, 0xFF, 0xFE, 0x7D]), status: 400, code: "notUTF8"),
        Case(
            method: "POST", target: adjust, headers: ["Content-Type": "text/plain"], body: Data("{}".utf8), status: 415,
            code: "notJSON", field: "Content-Type"),
        Case(
            method: "POST", target: adjust, body: Data(count: 300_000), status: 413, code: "bodyTooLarge"),
        post("/v1/session", String(repeating: " ", count: 5000), 413, "bodyTooLarge", nil),
        get("/assets/..%2F..%2Fetc%2Fpasswd", 404, "unknownFile"), get("/assets/app.swift", 404, "unknownFile"),
        Case(
            method: "POST", target: "/v1/failures/nobody.orders/\(GatewayWorld.uuid(1).text)/replay", status: 404,
            code: "unknownLane", field: "/lane"),
        Case(
            method: "POST", target: "/v1/failures/inventory.orders%00/\(GatewayWorld.uuid(1).text)/replay", status: 404,
            code: "unknownLane", field: "/lane"),
    ]

    @Test("each has its answer")
    func eachAnswer() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            for one in Self.cases {
                let reply = try await world.ask(one.method, one.target, headers: one.headers, bytes: one.body)
                let note = "\(one.method) \(one.target.prefix(80)) \(reply.text.prefix(300))"
                #expect(reply.status == one.status, "\(note)")
                let problem = try reply.problem()
                #expect(problem.code == one.code, "\(note)")
                #expect(problem.status == one.status)
                #expect(problem.field == one.field, "\(note)")
                #expect(!problem.detail.isEmpty && problem.requestID == reply.header("x-request-id"))
                if one.status == 405 { #expect(reply.header("allow") != nil) }
            }
            #expect(world.services.asked.allSatisfy { $0.name == KeyVerify.name.rawValue }, "nobody was bothered")
        }
    }

    @Test("a cursor from elsewhere is the service's to refuse, and its field is told")
    func cursorElsewhereService() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion"]) { world async throws in
            world.services.on(OrderList.self) { _ in
                throw Refusal(.invalid, code: "cursorUnknown", "the cursor is not one of ours", field: "/cursor")
            }
            let reply = try await world.ask("GET", "/v1/orders?cursor=abc")
            #expect(reply.status == 400)
            #expect(try reply.problem().field == "/cursor")
        }
    }

    @Test("a body without an end is cut off at its limit")
    func bodyWithoutEnd() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            let port = world.port
            let reply = try await Wire.elsewhere {
                let wire = try Wire(port: port)
                let head = """
                    POST /v1/stock/adjustments HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(GatewayWorld.key)\r
                    Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n
                    """
                try wire.send(Data(head.utf8))
                let chunk = Data("10000\r\n".utf8) + Data(count: 0x10000) + Data("\r\n".utf8)
                for _ in 0..<8 { try wire.send(chunk) }
                return try wire.reply()
            }
            #expect(reply.status == 413)
        }
    }

    @Test("what is no HTTP gets no service and does no harm")
    func noHTTPGets() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            let port = world.port
            for garbage in [
                Data("\u{16}\u{3}\u{1}".utf8), Data("GET\r\n\r\n".utf8), Data(repeating: 0x41, count: 200_000),
            ] {
                _ = try? await Wire.elsewhere {
                    let wire = try Wire(port: port, patience: 5)
                    try wire.send(garbage)
                    return try wire.head().status
                }
            }
            #expect(try await world.ask("GET", "/v1/session").status == 200)
        }
    }

    @Test("every answer tells browsers what the page may do")
    func everyAnswerTells() async throws {
        try await GatewayWorld.lend(up: []) { world async throws in
            for target in ["/", "/nothing", "/openapi.json"] {
                let reply = try await world.ask("GET", target, key: nil)
                let policy = try #require(reply.header("content-security-policy"))
                #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"))
                #expect(!policy.contains("unsafe"))
                #expect(reply.header("x-content-type-options") == "nosniff")
            }
        }
    }
}

import AMQP
import Contracts
import Foundation
import Messaging
import ServiceKit
import Synchronization
import TestKit

@testable import Gateway

/// A gateway on a free port with a broker of its own, and the services that it asks.
struct GatewayWorld: Sendable {
    static let everybody = ["accounts", "ingestion", "inventory", "fulfillment", "analytics", "credit"]
    static let key = "shop_live_abcdefghijklmnopqrstuvwxyz0123456789"
    static let tenant = TenantID(uuid(0xA))
    static let brand = TenantID(uuid(0xB))
    static let keyID = KeyID(uuid(0xC))

    let broker: TestBroker
    let services: ScriptedServices
    let port: Int
    let troubles: @Sendable () -> [String]

    static func uuid(_ number: UInt8) -> UUID {
        UUID(uuid: (0x01, 0x90, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    /// Lends a gateway.
    ///
    /// - Parameters:
    ///   - up: the services that answer.
    ///   - proxy: stands between the gateway and its broker.
    static func lend<Value: Sendable>(
        _ settings: [String: String] = [:], up: [String] = everybody, through proxy: FaultyProxy? = nil,
        _ body: (GatewayWorld) async throws -> Value
    ) async throws -> Value {
        try await withBroker { broker in
            let services = try ScriptedServices(up, AMQPConfiguration(url: broker.url))
            services.on(KeyVerify.self) { question in try verify(question) }
            return try await services.serving {
                try await eventually("the scripted services serve") { services.isUp }
                let address = proxy?.url(insteadOf: broker.url) ?? broker.url
                return try await run(settings, address, broker, services, body)
            }
        }
    }

    private static func run<Value: Sendable>(
        _ settings: [String: String], _ url: String, _ broker: TestBroker, _ services: ScriptedServices,
        _ body: (GatewayWorld) async throws -> Value
    ) async throws -> Value {
        let values = settings.merging(["AMQP_URL": url, "GATEWAY_PORT": "0"]) { own, _ in own }
        let config: Config = try Settings(values).read()
        let parts = try Parts(config, AMQPConfiguration(url: url), instance: "test", logger: silent)
        let page = PageFiles(
            page: App.pageFolder, scripts: URL(filePath: config.scripts), logger: silent)
        let ports = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(
            responder: try parts.responder(page, version: "test"), host: "127.0.0.1", port: config.port,
            tls: try config.serverCertificate()?.configuration(), logger: silent
        ) { ports.continuation.yield($0) }
        return try await serving(parts.services + [server]) {
            let port = await ports.stream.first { _ in true } ?? 0
            try await eventually("the gateway is connected") { parts.troubles().isEmpty }
            return try await body(
                GatewayWorld(broker: broker, services: services, port: port, troubles: { parts.troubles() }))
        }
    }

    /// What Accounts says of keys: one opens everything of an agency and its brand, one only reads stock, one only
    /// keys, and some are over.
    static func verify(_ question: KeyVerify) throws -> KeyVerify.Reply {
        var scopes = AccessScope.allCases
        switch question.digest {
        case KeyRing.digest(key): break
        case KeyRing.digest("reader"): scopes = [.stockRead]
        case KeyRing.digest("keeper"): scopes = [.keysRead]
        case KeyRing.digest("revoked"):
            throw Refusal(.forbidden, code: "revokedKey", "the key shop_rev was revoked")
        case KeyRing.digest("expired"): throw Refusal(.forbidden, code: "expiredKey", "the key shop_exp has expired")
        default: throw Refusal(.forbidden, code: "unknownKey", "the key is not known")
        }
        return KeyVerify.Reply(
            key: keyID, tenant: tenant, kind: .agency, tenants: [tenant, brand], scopes: scopes, actor: "shop_live",
            expiresAt: nil)
    }

    /// Asks, by default with the key that opens everything.
    func ask(
        _ method: String, _ target: String, key: String? = key, headers: [String: String] = [:], body: String? = nil
    ) async throws -> Wire.Reply {
        try await ask(method, target, key: key, headers: headers, bytes: body.map { Data($0.utf8) })
    }

    func ask(
        _ method: String, _ target: String, key: String? = key, headers: [String: String] = [:], bytes: Data?
    ) async throws -> Wire.Reply {
        var headers = headers
        if let key { headers["Authorization"] = headers["Authorization"] ?? "Bearer \(key)" }
        if bytes != nil { headers["Content-Type"] = headers["Content-Type"] ?? "application/json" }
        headers["Connection"] = "close"
        let (port, request) = (port, Wire.request(method, target, headers: headers, body: bytes))
        return try await Wire.elsewhere {
            let wire = try Wire(port: port)
            try wire.send(request)
            return try wire.reply()
        }
    }
}

/// A problem document as a caller reads it.
struct ToldProblem: Decodable, Hashable {
    let status: Int
    let code: String
    let detail: String
    let field: String?
    let title: String
    let type: String
    let requestID: String
}

extension Wire.Reply {
    /// The problem, when it is one.
    func problem() throws -> ToldProblem {
        guard header("content-type") == "application/problem+json" else {
            throw Wire.Trouble(sentence: "no problem document but \(status) \(text.prefix(200))")
        }
        return try json()
    }
}

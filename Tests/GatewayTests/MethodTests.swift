import Contracts
import Foundation
import Messaging
import Schemas
import Testing

@testable import Gateway

/// What HTTP asks of any server, whatever stands behind it (RFC 9110 §9).
@Suite(.timeLimit(.minutes(2)))
struct MethodTests {
    @Test("HEAD is GET without the body, OPTIONS names the methods")
    func headGETWithout() async throws {
        try await GatewayWorld.lend(up: ["accounts", "inventory"]) { world async throws in
            world.services.on(StockList.self) { _ in StockList.Reply(levels: []) }
            for target in ["/", "/openapi.json", "/v1/stock"] {
                let full = try await world.ask("GET", target)
                let (status, headers) = try await Self.head(world, target)
                #expect(status == 200, "\(target)")
                #expect(headers["content-length"] == String(full.body.count), "\(target)")
                #expect(headers["content-type"] == full.header("content-type"), "\(target)")
            }
            #expect(try await Self.head(world, "/v1/events").status == 405, "a view that stays open has no head")
            let options = try await world.ask("OPTIONS", "/v1/orders/1", key: nil)
            #expect(options.status == 204)
            #expect(options.header("allow") == "GET, HEAD, OPTIONS")
            #expect(try await world.ask("OPTIONS", "/v1/settings").header("allow") == "GET, HEAD, OPTIONS, PUT")
        }
    }

    /// Also that nothing comes behind the head: the connection ends with it.
    private static func head(_ world: GatewayWorld, _ target: String) async throws -> (
        status: Int, headers: [String: String]
    ) {
        let headers = ["Authorization": "Bearer \(GatewayWorld.key)", "Connection": "close"]
        let (port, request) = (world.port, Wire.request("HEAD", target, headers: headers, body: nil))
        return try await Wire.elsewhere {
            let wire = try Wire(port: port)
            try wire.send(request)
            let head = try wire.head()
            if head.status == 200 { #expect(try wire.read(through: "\n") == nil, "no body") }
            return head
        }
    }

    @Test("every place in an address that is told to be a UUID takes nothing else")
    func everyPlaceAddress() async throws {
        try await GatewayWorld.lend(up: GatewayWorld.everybody) { world async throws in
            world.services.answerSamples()
            let routes =
                (ShipmentRoutes.routes + ReturnRoutes.routes + ListingRoutes.routes + StockRoutes.routes
                    + ConnectionRoutes.routes + KeyRoutes.routes + FailureRoutes.routes)
            var tried = 0
            for route in routes {
                for place in route.path.places where PlaceNote.all[place]?.schema == .text(format: "uuid") {
                    let target = Self.target(route.path, wrong: place)
                    let body = route.body == nil ? nil : #"{"parts":[],"lines":[],"carrier":"c","tracking":"t"}"#
                    let reply = try await world.ask(route.method.rawValue.uppercased(), target, body: body)
                    #expect(reply.status == 400, "\(route.name) \(place): \(reply.text)")
                    #expect(try reply.problem().field == "/\(place)", "\(route.name)")
                    tried += 1
                }
            }
            #expect(tried >= 15)
        }
    }

    private static func target(_ path: PathPattern, wrong: String) -> String {
        path.places.reduce(path.description) { path, place in
            let value =
                place == wrong ? "no-uuid" : place == "lane" ? "inventory.orders" : GatewayWorld.uuid(1).text
            return path.replacing("{\(place)}", with: value)
        }
    }

    @Test("an agency's key says for which brand a shop is connected")
    func agencyKeySays() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion"]) { world async throws in
            world.services.answerSamples()
            for target in ["", "?tenant=\(GatewayWorld.tenant)"] {
                let reply = try await world.ask("POST", "/v1/connections/begin\(target)")
                #expect(try reply.problem().code == "brandNeeded")
                #expect(try reply.problem().field == "/tenant")
                #expect(try await world.ask("GET", "/api/tiktokshop/auth\(target)").status == 400)
            }
            #expect(world.services.asked.allSatisfy { $0.name == KeyVerify.name.rawValue })
            let begun = try await world.ask("POST", "/v1/connections/begin?tenant=\(GatewayWorld.brand)")
            #expect(begun.status == 200)
            #expect(world.services.asked.last?.tenants == [GatewayWorld.brand.description])
        }
    }

    @Test("a tenant in the address is read by every route")
    func tenantAddressRead() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            world.services.answerSamples()
            for target in ["/v1/session", "/v1/tenants"] {
                let wrong = try await world.ask("GET", "\(target)?tenant=everybody")
                #expect(try wrong.problem().field == "/tenant")
                #expect(try await world.ask("GET", "\(target)?tenant=\(UUID().text)").status == 403)
            }
        }
    }

    /// Accounts promises five seconds to those who revoke.
    @Test("a key that is revoked or takes another's place is heard of within seconds")
    func keyRevokedTakes() async throws {
        try await GatewayWorld.lend(up: ["accounts"]) { world async throws in
            #expect(try await world.ask("GET", "/v1/session").status == 200)
            world.services.on(KeyVerify.self) { _ in throw Refusal(.forbidden, code: "revokedKey", "it was revoked") }
            let start = ContinuousClock.now
            var last = try await world.ask("GET", "/v1/session")
            while last.status == 200, .now - start < .seconds(30) {
                try await Task.sleep(for: .milliseconds(50))
                last = try await world.ask("GET", "/v1/session")
            }
            #expect(try last.problem().code == "revokedKey")
            #expect(.now - start < .seconds(5) + .seconds(3), "three for a slow machine")
        }
    }
}

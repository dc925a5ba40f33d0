import Contracts
import Foundation
import Messaging
import TestKit
import Testing

@testable import Gateway

/// What a browser begins, that browser alone finishes.
@Suite(.timeLimit(.minutes(3)))
struct BrowserBondTests {
    private static let secret = Data(repeating: 7, count: 32).base64EncodedString()

    @Test("a state that was bound opens with its cookie, at every gateway of the same key, and with nothing else")
    func opens() throws {
        let bond = try bond()
        let bound = try #require(try bond.bind("https://services.example/us?service_id=7400&state=s-1"))
        #expect(bound.address.hasPrefix("https://services.example/us?service_id=7400&state=b."))
        #expect(!bound.address.contains("s-1"), "whoever knew the state could do without the cookie")
        let (state, cookie) = (try state(in: bound.address), value(of: bound.field))
        let query = ["code": "c", "state": state]
        #expect(try self.bond().release(query, with: cookie) == ["code": "c", "state": "s-1"])

        let other = try #require(try bond.bind("https://services.example/us?state=s-2"))
        let stranger = try #require(SessionSeal(secret: "", isSecure: false)).bond
        for (bond, cookie) in [(bond, nil), (bond, ""), (bond, value(of: other.field)), (stranger, cookie)] {
            let refusal = #expect(throws: Problem.self) { try bond.release(query, with: cookie) }
            #expect(refusal?.kind == .conflict && refusal?.code == "otherBrowser")
        }
        #expect(throws: Problem.self) { try bond.release(["state": "b.AAAA"], with: cookie) }
    }

    @Test("a state that was begun without a browser, and an address without any, ask for no cookie")
    func unbound() throws {
        for query in [["code": "c", "state": "s-1"], ["code": "c"], [:]] {
            #expect(try bond().release(query, with: nil) == query)
        }
        #expect(try bond().bind("https://services.example/us") == nil)
    }

    @Test("the cookie is for the way back alone, hidden from scripts, and under https for https alone")
    func attributes() throws {
        let address = "https://services.example/us?state=s-1"
        let plain = try #require(try bond().bind(address)).field
        #expect(plain.hasSuffix("; Max-Age=1800; Path=/api/tiktokshop/; HttpOnly; SameSite=Lax"))
        let seal = try #require(SessionSeal(secret: Self.secret, isSecure: true))
        #expect(try #require(try seal.bond.bind(address)).field.hasSuffix("; SameSite=Lax; Secure"))
    }

    @Test("another browser cannot bring home what one has begun; what a program has begun any browser can")
    func journey() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion"]) { world async throws in
            world.services.on(ConnectionBegin.self) { _ in
                ConnectionBegin.Reply(address: "https://services.example/us?state=s-1")
            }
            world.services.on(ConnectionFinish.self) { question in
                #expect(question.query["state"] == "s-1")
                return ConnectionFinish.Reply(tenant: GatewayWorld.tenant, shops: [])
            }
            let away = try await world.ask("GET", "/api/tiktokshop/auth?tenant=\(GatewayWorld.brand)")
            let state = try state(in: try #require(away.header("location")))
            let field = try #require(away.header("set-cookie"))
            let target = "/api/tiktokshop/callback?code=c&state=\(state)"

            let lured = try await world.ask("GET", target, key: nil, headers: ["Accept": "text/html"])
            #expect(lured.status == 409 && lured.text.contains("begun in another browser"), "\(lured.text)")
            #expect(try world.services.asked(ConnectionFinish.self).isEmpty, "the code is not used up")

            let cookie = "a=b; \(field.prefix { $0 != ";" })"
            let back = try await world.ask("GET", target, key: nil, headers: ["Cookie": cookie])
            #expect(back.header("location") == "/?tiktokshop_connected=true", "\(back.text)")
            #expect(back.header("set-cookie")?.contains("shop_connect=; Max-Age=0") == true)

            let begun = try await world.ask(
                "POST", "/v1/connections/begin?tenant=\(GatewayWorld.brand)", body: #"{"market": "us"}"#)
            #expect(begun.header("set-cookie") == nil && begun.text.contains("state=s-1"), "\(begun.text)")
            let sent = try await world.ask("GET", "/api/tiktokshop/callback?code=c&state=s-1", key: nil)
            #expect(sent.status == 302, "\(sent.text)")
        }
    }

    // MARK: Help

    private func bond() throws -> BrowserBond {
        try #require(SessionSeal(secret: Self.secret, isSecure: false)).bond
    }

    private func state(in address: String) throws -> String {
        let items = URLComponents(string: address)?.queryItems ?? []
        return try #require(items.first { $0.name == "state" }?.value)
    }

    private func value(of field: String) -> String {
        String(field.drop { $0 != "=" }.dropFirst().prefix { $0 != ";" })
    }
}

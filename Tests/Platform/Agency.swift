import Foundation
import Outbound
import TestKit

/// The platform's first agency, which looks after brands.
package struct Agency: Sendable {
    private let platform: Platform
    private let door: Door

    /// Founds it, as an operator does with a platform that is new.
    package init(of platform: Platform) async throws {
        let lines = try await platform.command("accounts", "bootstrap").split(separator: "\n")
        guard let key = lines.first(where: { $0.hasPrefix("shop_") }) else {
            throw WrongSetting(text: "accounts made no key.")
        }
        self.platform = platform
        door = platform.gateway.with(key: String(key))
    }

    /// Makes a brand with a key of its own.
    ///
    /// - Parameter seller: Who owns its shops, by the sandbox's id.
    package func brand(_ name: String, scopes: [String], seller: String) async throws -> Brand {
        let tenant = try await door.post("/v1/tenants", ["name": .string(name)])["id"].text ?? ""
        let key = try await door.post(
            "/v1/keys?tenant=\(tenant)", ["name": "key", "scopes": .array(scopes.map(JSONValue.string))])
        return Brand(
            platform: platform, tenant: tenant, seller: seller,
            door: platform.gateway.with(key: key["secret"].text ?? ""))
    }
}

/// A brand whose seller connects shops.
package struct Brand: Sendable {
    fileprivate let platform: Platform
    /// The tenant's id.
    package let tenant: String
    /// Who owns the shops, by the sandbox's id.
    package let seller: String
    /// The gateway with the brand's key.
    package let door: Door

    /// The seller agrees, for the first time or again; every shop is spoken for with new tokens from then on.
    ///
    /// - Parameter market: `us`, or `row` for the rest of the world.
    package func connect(market: String = "us") async throws {
        let begin = try await door.send(.get, "/api/tiktokshop/auth?market=\(market)")
        guard begin.status == 302, let consent = begin.headers["Location"] else {
            throw Door.Refused(
                call: "auth", status: begin.status, body: String(decoding: begin.body, as: UTF8.self))
        }
        let parts = consent.split(separator: "?", maxSplits: 1)
        let agreed = try await platform.sandbox.send(
            .post, String(parts[0]), body: Array("\(parts[1])&seller=\(seller)&decision=approve".utf8),
            type: "application/x-www-form-urlencoded")
        var browser = platform.gateway
        browser.cookie = begin.headers["Set-Cookie"].map { String($0.prefix { $0 != ";" }) }
        let back = try await browser.send(.get, agreed.headers["Location"] ?? "")
        guard back.headers["Location"] == "/?tiktokshop_connected=true" else {
            throw Door.Refused(
                call: "callback", status: back.status, body: String(decoding: back.body, as: UTF8.self))
        }
    }
}

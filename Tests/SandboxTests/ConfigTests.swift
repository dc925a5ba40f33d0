import Foundation
import Testing

@testable import Sandbox

@Suite struct ConfigTests {
    @Test("nothing set gives two apps, one demo shop and the partner's own figures")
    func defaults() throws {
        let config = try Config([:])
        #expect(config.port == 9100)
        #expect(config.settings.apps.map(\.name) == ["operations", "credit"])
        #expect(config.settings.timeScale == 1)
        #expect(config.settings.lifetimes.access == .days(7))
        #expect(config.settings.lifetimes.refresh == .days(365))
        #expect(config.demoShops == ["US"])
        #expect(config.settings.apps[1].scopes.contains(.productWrite) == false)
    }

    @Test(
        "wrong values are named in one sentence",
        arguments: [
            ["SANDBOX_PORT": "70000"], ["SANDBOX_TIME_SCALE": "0"], ["SANDBOX_SEED": "-1"],
            ["SANDBOX_RATE_READ": "nan"],
            ["SANDBOX_ACCEPT_ZERO_QUANTITY": "maybe"], ["SANDBOX_DEMO_SHOPS": "US,XX"],
            ["SANDBOX_OPERATIONS_WEBHOOK_URL": "ftp://x.example"], ["SANDBOX_PUBLIC_URL": "nonsense"],
            ["SANDBOX_SHIPPO_WEBHOOK_SECRET_FILE": "/nowhere"],
        ])
    func wrong(environment: [String: String]) throws {
        let problem = #expect(throws: Config.Problem.self) { try Config(environment) }
        let name = try #require(environment.keys.first)
        #expect(problem?.text.hasPrefix(name) == true)
    }

    @Test("orders that nobody ships are cancelled, unless it is said that they stay")
    func late() throws {
        #expect(try Config([:]).settings.cancelsLateOrders)
        #expect(try Config(["SANDBOX_CANCEL_LATE_ORDERS": "false"]).settings.cancelsLateOrders == false)
    }

    @Test("webhooks may go out over https, and a file says who vouches for their receiver")
    func authority() throws {
        let address = "https://localhost:8443/webhooks/tiktok"
        let config = try Config([
            "SANDBOX_OPERATIONS_WEBHOOK_URL": address, "SANDBOX_CA_FILE": "/etc/shop/ca.pem",
        ])
        #expect(config.settings.apps[0].webhookURL == address)
        #expect(config.authority == "/etc/shop/ca.pem")
        #expect(try Config(["SANDBOX_CA_FILE": ""]).authority == nil, "the system's authorities")
        #expect(HookAddress.isUsable(address) && !HookAddress.isUsable("ftp://localhost/"))
    }

    @Test("secrets come from files too, and are never described")
    func secrets() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("from a file\n".utf8).write(to: URL(filePath: path))
        let config = try Config([
            "SANDBOX_OPERATIONS_APP_SECRET_FILE": path, "SANDBOX_CREDIT_APP_SECRET": "topsecret",
            "SANDBOX_SHIPPO_WEBHOOK_SECRET": "hooksecret",
        ])
        #expect(config.settings.apps.map(\.secret) == ["from a file", "topsecret"])
        let shown = config.described.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
        for secret in ["from a file", "topsecret", "hooksecret"] { #expect(!shown.contains(secret)) }
    }
}

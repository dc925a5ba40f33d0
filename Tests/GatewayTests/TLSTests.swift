import Foundation
import Outbound
import ServiceKit
import TestKit
import Testing

@testable import Gateway

/// Callers over TLS: a certificate of a private authority, tried with a client that trusts it and one that does not.
@Suite(.enabled(if: PrivateAuthority.isAvailable, "needs the openssl command"), .timeLimit(.minutes(5)))
struct TLSTests {
    @Test("who trusts the authority is served, who does not is not, and nobody is under TLS 1-1")
    func trustsAuthorityServed() async throws {
        try await PrivateAuthority.lend { authority in
            let settings = try await authority.vouch(for: "IP:127.0.0.1").settings()
            try await GatewayWorld.lend(settings, up: ["accounts"]) { world in
                let url = "https://127.0.0.1:\(world.port)/v1/session"
                let served = try await status(url, authority: authority.certificate)
                #expect(served == 200)
                await #expect(throws: OutboundError.self, "the system does not know the authority") {
                    _ = try await status(url, authority: nil)
                }
                await #expect(throws: OutboundError.self, "another authority") {
                    _ = try await status(url, authority: authority.stranger)
                }
                var versions: [Bool] = []
                for options in [["-tls1_3"], ["-tls1_2"], PrivateAuthority.oldHands] {
                    versions.append(try await authority.shakesHands(with: "127.0.0.1:\(world.port)", options))
                }
                #expect(versions == [true, true, false], "TLS 1.3, 1.2 and not 1.1")
                let plain = try? await world.ask("GET", "/v1/session")
                #expect(plain == nil, "nothing is said in plain text")
            }
        }
    }

    @Test("over TLS cookies may travel over https alone")
    func overTLSCookies() async throws {
        try await PrivateAuthority.lend { authority in
            let settings = try await authority.vouch(for: "IP:127.0.0.1").settings()
            let config: Config = try Settings(settings.merging(["AMQP_URL": "amqp://h/"])).read()
            #expect(config.hasSecureCookies && !config.isSecure)
        }
    }

    @Test("a certificate or a key that cannot be used is named")
    func certificateKeyCannot() async throws {
        try await PrivateAuthority.lend { authority in
            let good = try await authority.vouch(for: "IP:127.0.0.1").settings()
            let other = try await authority.vouch(for: "IP:127.0.0.1").settings()["GATEWAY_TLS_KEY"] ?? ""
            for (change, key) in [
                (["GATEWAY_TLS_KEY": ""], "GATEWAY_TLS_KEY"),
                (["GATEWAY_TLS_CERTIFICATE": ""], "GATEWAY_TLS_CERTIFICATE"),
                (["GATEWAY_TLS_KEY": "nonsense"], "GATEWAY_TLS_KEY"), (["GATEWAY_TLS_KEY": other], "GATEWAY_TLS_KEY"),
                (["GATEWAY_TLS_CERTIFICATE": "nonsense"], "GATEWAY_TLS_CERTIFICATE"),
            ] {
                let settings = good.merging(change).merging(["AMQP_URL": "amqp://h/"])
                let config: Config = try Settings(settings).read()
                let error = #expect(throws: ConfigurationError.self) {
                    try config.serverCertificate()?.configuration()
                }
                #expect(error?.key == key && error?.sentence.contains("BEGIN") == false)
            }
        }
    }

    private func status(_ url: String, authority: String?) async throws -> Int {
        var configuration = HTTPClient.Configuration()
        configuration.caFile = authority
        let http = HTTPClient(configuration)
        let request = HTTPRequest(.get, url, headers: ["Authorization": "Bearer \(GatewayWorld.key)"])
        let result = await outcome { try await http.send(request, deadline: .seconds(30)).status }
        await http.close()
        return try result.get()
    }
}

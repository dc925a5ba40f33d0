import Foundation
import Outbound
import ServiceKit
import TestKit
import Testing

@testable import Gateway

/// Callers over TLS: a certificate of a private authority, tried with a client that trusts it and one that does not.
@Suite(.enabled(if: Certificates.isAvailable, "needs the openssl command"), .timeLimit(.minutes(5)))
struct TLSTests {
    @Test("who trusts the authority is served, who does not is not, and nobody is under TLS 1-1")
    func trustsAuthorityServed() async throws {
        try await Certificates.lend { certificates in
            try await GatewayWorld.lend(certificates.settings, up: ["accounts"]) { world in
                let url = "https://127.0.0.1:\(world.port)/v1/session"
                let served = try await status(url, authority: certificates.authority)
                #expect(served == 200)
                await #expect(throws: OutboundError.self, "the system does not know the authority") {
                    _ = try await status(url, authority: nil)
                }
                await #expect(throws: OutboundError.self, "another authority") {
                    _ = try await status(url, authority: certificates.stranger)
                }
                let (port, old) = (world.port, ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"])
                var versions: [Bool] = []
                for options in [["-tls1_3"], ["-tls1_2"], old] {
                    versions.append(try await certificates.shakesHands(port, options))
                }
                #expect(versions == [true, true, false], "TLS 1.3, 1.2 and not 1.1")
                let plain = try? await world.ask("GET", "/v1/session")
                #expect(plain == nil, "nothing is said in plain text")
            }
        }
    }

    @Test("over TLS cookies may travel over https alone")
    func overTLSCookies() async throws {
        try await Certificates.lend { certificates in
            let config: Config = try Settings(
                certificates.settings.merging(["AMQP_URL": "amqp://h/"]) { $1 }
            ).read()
            #expect(config.hasSecureCookies && !config.isSecure)
        }
    }

    @Test("a certificate or a key that cannot be used is named")
    func certificateKeyCannot() async throws {
        try await Certificates.lend { certificates in
            let good = certificates.settings
            let other = try String(contentsOfFile: certificates.path("stranger.key"), encoding: .utf8)
            for (change, key) in [
                (["GATEWAY_TLS_KEY": ""], "GATEWAY_TLS_KEY"),
                (["GATEWAY_TLS_CERTIFICATE": ""], "GATEWAY_TLS_CERTIFICATE"),
                (["GATEWAY_TLS_KEY": "nonsense"], "GATEWAY_TLS_KEY"), (["GATEWAY_TLS_KEY": other], "GATEWAY_TLS_KEY"),
                (["GATEWAY_TLS_CERTIFICATE": "nonsense"], "GATEWAY_TLS_CERTIFICATE"),
            ] {
                let settings = good.merging(change.merging(["AMQP_URL": "amqp://h/"]) { $1 }) { $1 }
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

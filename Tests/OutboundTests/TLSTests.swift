import Foundation
import Outbound
import TestKit
import Testing

/// Against `openssl s_server`, which speaks any version and shows any certificate.
@Suite(.enabled(if: PrivateAuthority.isAvailable, "needs the openssl command"), .timeLimit(.minutes(1)))
struct TLSTests {
    @Test("A certificate that nobody vouches for is refused before anything is sent")
    func untrusted() async throws {
        let server = try await TLSServer(options: [])
        defer { server.stop() }
        let error = try #require(await HTTPClient().failure(HTTPRequest(.get, server.url)))
        #expect(error.kind == .tls)
        #expect(!error.requestWritten)
    }

    @Test("A certificate of the configured file is trusted")
    func trusted() async throws {
        let server = try await TLSServer(options: [])
        defer { server.stop() }
        let response = try await client(server).send(HTTPRequest(.get, server.url), deadline: .seconds(20))
        #expect(response.status == 200)
    }

    @Test("A trusted certificate for another name is refused")
    func wrongName() async throws {
        let server = try await TLSServer(options: [], name: "DNS:elsewhere.test")
        defer { server.stop() }
        #expect(await client(server).failure(HTTPRequest(.get, server.url))?.kind == .tls)
    }

    @Test("TLS 1.1 is refused")
    func old() async throws {
        let server = try await TLSServer(options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        defer { server.stop() }
        #expect(await client(server).failure(HTTPRequest(.get, server.url))?.kind == .tls)
    }

    @Test("A file of certificates that is missing fails as TLS, not as trust")
    func noFile() async throws {
        let server = try await TLSServer(options: [])
        defer { server.stop() }
        var configuration = HTTPClient.Configuration()
        configuration.caFile = "/nonexistent/ca.pem"
        #expect(await HTTPClient(configuration).failure(HTTPRequest(.get, server.url))?.kind == .tls)
    }

    private func client(_ server: TLSServer) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.caFile = server.authority
        return HTTPClient(configuration)
    }
}

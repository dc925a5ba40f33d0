import Foundation
import Logging
import Postgres
import TestKit
import Testing

/// What needs a server of its own: TLS, and a server that hangs or goes away.
@Suite(.timeLimit(.minutes(15))) struct ServerTests {
    private func withServer<Value: Sendable>(
        _ settings: [String] = [], _ body: (PrivateDatabase, RunningServer) async throws -> Value
    ) async throws -> Value {
        try await PrivateAuthority.lend { authority in
            try await PrivateDatabase.run(authority, settings: settings, body)
        }
    }

    private func tlsVersion(_ configuration: PostgresConfiguration) async throws -> String? {
        let connection = try await PostgresConnection.open(configuration, logger: Logger(label: "test"))
        let version = try await connection.first(
            "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl", as: String.self)
        await connection.close()
        return version
    }

    @Test("the server's certificate is checked")
    func theServersCertificateIsChecked() async throws {
        try await withServer { server, _ in
            let plain = try await tlsVersion(server.configuration())
            #expect(plain == nil)
            let modes: [PostgresConfiguration] = [
                server.configuration(tls: .require),
                server.configuration(tls: .verifyCA, authority: server.authority.certificate),
                server.configuration(tls: .verifyFull, authority: server.authority.certificate),
                // The certificate is made out to localhost, which verify-ca does not look at.
                server.configuration(host: "127.0.0.1", tls: .verifyCA, authority: server.authority.certificate),
            ]
            for mode in modes { #expect(try await tlsVersion(mode) == "TLSv1.3") }
            let refused: [PostgresConfiguration] = [
                server.configuration(tls: .verifyCA, authority: server.authority.stranger),
                server.configuration(tls: .verifyFull, authority: server.authority.stranger),
                server.configuration(host: "127.0.0.1", tls: .verifyFull, authority: server.authority.certificate),
                server.configuration(tls: .verifyFull, authority: "/nowhere/ca.crt"),
            ]
            for mode in refused {
                #expect(await postgresError { _ = try await tlsVersion(mode) }?.code == .connectionLost)
            }
            // More than one TLS record each way, and the idle check with bytes that the library holds back.
            let big = String(repeating: "x", count: 3_000_000)
            let pool = PostgresPool(modes[2], size: 1, logger: Logger(label: "test"))
            for _ in 1...3 { #expect(try await pool.first("SELECT \(big)", as: String.self) == big) }
            #expect(pool.snapshot.opened == 1)
            await pool.close()
        }
    }

    @Test("an old TLS is refused")
    func anOldTLSIsRefused() async throws {
        let settings = ["ssl_min_protocol_version=TLSv1", "ssl_max_protocol_version=TLSv1.1"]
        try await withServer(settings) { server, _ in
            let version = try await tlsVersion(server.configuration())
            #expect(version == nil)
            let error = await postgresError { _ = try await tlsVersion(server.configuration(tls: .require)) }
            #expect(error?.code == .connectionLost)
        }
    }

    @Test("a server that hangs costs the connection and no more than the grace period")
    func aServerThatHangsCostsTheConnectionAndNoMoreThanTheGracePeriod() async throws {
        try await withServer { server, running in
            let pool = PostgresPool(server.configuration(), size: 1, logger: Logger(label: "test"))
            try await pool.run("SELECT 1")
            try running.signal(SIGSTOP)
            let start = ContinuousClock.now
            var pipeline = Pipeline()
            pipeline.run("SELECT 2")
            let error = await postgresError {
                try await pool.send(pipeline, deadline: start + .milliseconds(100))
            }
            // 100 ms until the deadline, two seconds for the server to obey.
            let elapsed = ContinuousClock.now - start
            #expect(elapsed >= .milliseconds(2_100) && elapsed < .seconds(10))
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.isOutcomeUnknown == true)
            try running.signal(SIGCONT)
            try await expectAnswer(from: pool)
            #expect(pool.snapshot.lost == 1)
            await pool.close()
        }
    }

    @Test("a pool outlives its server")
    func aPoolOutlivesItsServer() async throws {
        try await withServer { server, running in
            let pool = PostgresPool(server.configuration(), size: 2, logger: Logger(label: "test"))
            try await pool.run("CREATE TABLE orders (id int)")
            async let inside = postgresError {
                try await pool.transaction { transaction in
                    try await transaction.run("INSERT INTO orders VALUES (1)")
                    try await transaction.run("SELECT pg_sleep(60) AS crashed")
                }
            }
            try await wait(for: "the transaction sleeps") { try await pool.countRunning("AS crashed") == 1 }
            await running.stop()
            let error = await inside
            #expect(error?.code == .connectionLost)
            #expect(error?.isOutcomeUnknown == false)
            #expect(await postgresError { try await pool.run("SELECT 1") }?.code == .connectionLost)
            let again = try await server.start()
            try await wait(for: "the pool is connected again") { (try? await pool.run("SELECT 1")) != nil }
            try await expectAnswer(from: pool)
            await pool.close()
            await again.stop()
        }
    }
}

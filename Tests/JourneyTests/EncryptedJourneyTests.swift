import Contracts
import Foundation
import Logging
import Outbound
import Postgres
import TestKit
import Testing

extension LongJourneys {
    /// The platform where nothing is said in plain text and one private authority vouches for everybody: by the
    /// settings that an operator has, and no others.
    @Suite(
        .enabled(if: EncryptedServers.areAvailable, "needs RabbitMQ, PostgreSQL and openssl"), .serialized,
        .timeLimit(.minutes(10)))
    struct EncryptedJourneyTests {
        /// Nothing is found by a poll: what is known was told by a webhook, which came over https.
        private static let webhooksAlone = ["ingestion": ["POLL_EVERY": "86400s", "RETURNS_EVERY": "86400s"]]
        private static let withSchema: Set = [
            "accounts", "inventory", "fulfillment", "analytics", "credit", "ingestion",
        ]

        @Test("an order becomes a parcel over TLS alone, and who trusts another authority does not take part")
        func order() async throws {
            try await EncryptedServers.run { servers in
                try await House.run(services: Self.webhooksAlone, on: servers) { house in
                    let brand = try await Brand.open(in: house, units: 20)
                    try await brand.untilIdle("orders.poll")
                    let order = try await brand.sell(2)
                    try await brand.untilShipped(order, withParcel: true)
                    try await checkDatabase(house, servers)
                    try await checkBroker(house, servers)
                    try await checkDoor(house, servers)
                    try await checkCommands(house, servers)
                    try await checkStrangers(house, servers)
                }
            }
        }

        /// Every service's connections are encrypted, and others are turned away.
        private func checkDatabase(_ house: House, _ servers: EncryptedServers) async throws {
            let callers = try await house.database.rows(
                """
                SELECT usename::text, ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                WHERE backend_type = 'client backend'
                """, as: (String, Bool, String?).self)
            let plain = callers.filter { !$0.1 || $0.2 != "TLSv1.3" }
            #expect(plain.isEmpty, "\(plain)")
            let workers = Set(callers.map(\.0)).intersection(Self.withSchema.map { "\($0)_worker" })
            #expect(workers.count == Self.withSchema.count, "only \(workers)")
            let refused = await outcome {
                let plain = try PostgresConfiguration(url: servers.database.plainURL)
                try await PostgresConnection.open(plain, logger: silent).close()
            }
            #expect(throws: PostgresError.self) { try refused.get() }
            #expect("\(refused)".contains("no encryption"), "\(refused)")
        }

        /// The broker knows nobody who speaks in plain text, and has no port for it.
        private func checkBroker(_ house: House, _ servers: EncryptedServers) async throws {
            var callers: [TestBroker.Caller] = []
            try await eventually(within: Brand.patience, "the broker tells of every service") {
                callers = try await house.plan.virtualHost.callers()
                return Self.withSchema.union(["gateway"]).isSubset(of: callers.map(\.user))
            }
            let plain = callers.filter { !$0.ssl }
            #expect(plain.isEmpty, "\(plain)")
            let refused = await refusal(of: "http://127.0.0.1:\(servers.broker.plainPort)")
            #expect(refused == .unreachable, "nobody listens")
        }

        private func checkDoor(_ house: House, _ servers: EncryptedServers) async throws {
            #expect(house.gateway.address.hasPrefix("https://"))
            let address = house.gateway.address + "/v1/session"
            let stranger = await refusal(of: address, trusting: servers.authority.stranger)
            #expect(stranger == .tls)
            let plain = await refusal(of: address.replacing("https:", with: "http:"))
            #expect(plain != nil)
        }

        /// Why a server gives no answer; nil when it does.
        private func refusal(of url: String, trusting authority: String? = nil) async -> OutboundError.Kind? {
            var configuration = HTTPClient.Configuration()
            configuration.caFile = authority
            let http = HTTPClient(configuration)
            let asked = await outcome { try await http.send(HTTPRequest(.get, url), deadline: .seconds(20)) }
            await http.close()
            if case .failure(let error as OutboundError) = asked { return error.kind }
            return nil
        }

        /// What an operator runs beside the services.
        private func checkCommands(_ house: House, _ servers: EncryptedServers) async throws {
            let status = try await house.shopos("status", "--json", "--timeout", "20")
            #expect(status.status == 0, "\(status.text)")
            let known = Set(status.json["services"].list.compactMap { $0["service"].text })
            #expect(known == Set(Topology.answering), "\(status.text)")
            // This one asks the broker's management interface, which is under TLS, too.
            let queues = try await house.shopos("queues", "--json", "--timeout", "20", management: true)
            #expect(queues.status == 1, "without policies its limits are wrong: \(queues.text)")
            let queue = queues.json["queues"].list.first { $0["queue"].text == "inventory.orders" } ?? .null
            #expect(queue["consumers"].int == 1, "\(queue)")
            let keys = try await ServiceProcess.run(
                "ingestion", ["rotate-keys", "--status"], settings: try house.plan.settings("ingestion"),
                log: house.plan.log("ingestion.rotate-keys"))
            #expect(keys.contains("k1"), "\(keys)")

            let other = ["AMQP_CA_FILE": servers.authority.stranger]
            let stranger = try await house.shopos("status", "--timeout", "3", settings: other)
            #expect(stranger.status == 69, "\(stranger.text)")
            #expect(stranger.text.contains("signed by nobody in \(servers.authority.stranger)"), "\(stranger.text)")
            let nobody = try await house.shopos("status", settings: ["AMQP_CA_FILE": ""])
            #expect(nobody.status == 78 && nobody.text.contains("certificate authority"), "\(nobody.text)")
        }

        /// Second instances of services that are told to trust somebody else.
        private func checkStrangers(_ house: House, _ servers: EncryptedServers) async throws {
            let (known, other) = (servers.authority.certificate, servers.authority.stranger)
            for name in ["analytics", "gateway"] {
                try await withInstance(of: name, house, ["AMQP_CA_FILE": other]) { instance, door in
                    try await eventually(within: Brand.patience, "\(name) says why it is not ready") {
                        let answer = try await door.get("/readyz")
                        return answer.status == 503 && "\(answer.body)".contains("signed by nobody in \(other)")
                    }
                    #expect(instance.isRunning, "it goes on trying: \(instance.lastWords)")
                }
            }
            let database = try house.plan.settings("analytics")["DATABASE_URL"] ?? ""
            let settings = ["DATABASE_URL": database.replacing(known, with: other)]
            try await withInstance(of: "analytics", house, settings) { instance, _ in
                await instance.ended()
                #expect(instance.status != 0)
                #expect(instance.output.contains("certificate verify failed"), "\(instance.lastWords)")
            }
        }

        /// Runs one more instance of a service, on a port of its own, while the body runs.
        private func withInstance(
            of name: String, _ house: House, _ more: [String: String],
            _ body: (ServiceProcess, _ admin: Door) async throws -> Void
        ) async throws {
            let port = String(try LoopbackPort.free())
            let settings = try house.plan.settings(name).merging(["ADMIN_PORT": port, "GATEWAY_PORT": "0"])
            let instance = try ServiceProcess(
                name, ["run"], settings: settings.merging(more), log: house.plan.log("\(name).stranger"))
            defer { instance.reap() }
            try await body(instance, Door(http: house.gateway.http, address: "http://127.0.0.1:\(port)"))
        }
    }
}

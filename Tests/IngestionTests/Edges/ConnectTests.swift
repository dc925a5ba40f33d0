import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

struct ConnectTests {
    /// The edge and the service whose transactions it uses.
    private struct Edge {
        let connect: Connect
        let messaging: Messaging
        var desk: ChannelDesk { connect.desk }

        func begin(
            _ market: AuthorizationPage.Market, tenant: TenantID, _ database: PostgresPool
        ) async throws -> String {
            try await connect.begin(market, tenant: tenant, database)
        }

        func finish(_ redirect: AuthorizationRedirect) async throws -> Connect.Outcome {
            try await connect.finish(redirect) { body in try await messaging.transact { try await body($0) } }
        }
    }

    private func connect(_ bench: Bench) throws -> Edge {
        let app = AppCredentials(key: "key", secret: Credential("secret"), serviceID: "7400")
        return Edge(
            connect: Connect(desk: bench.desk, page: AuthorizationPage(app: app)), messaging: try bench.messaging())
    }

    private func begin(_ connect: Edge) async throws -> String {
        let url = try await connect.begin(.restOfWorld, tenant: Bench.tenant, connect.desk.database)
        return try #require(URLComponents(string: url)?.queryItems?.first { $0.name == "state" }?.value)
    }

    private func finish(_ connect: Edge, state: String?) async throws -> Connect.Outcome {
        let items =
            [QueryItem("code", "c-1"), QueryItem("shop_region", "GB")] + (state.map { [QueryItem("state", $0)] } ?? [])
        return try await connect.finish(AuthorizationRedirect(query: items))
    }

    private func script(_ bench: Bench, shops: [[String: any Sendable]]) {
        bench.channel.on(.token("get")) { _ in ScriptedChannel.grant() }
        bench.channel.on(.authorizedShops) { _ in ["shops": shops] }
    }

    private static let shop: [String: any Sendable] = [
        "id": "7495", "name": "Demo Shop GB", "region": "GB", "cipher": "ROW_demoCipher01",
    ]

    @Test("the seller goes to the page of the chosen market with a state of ours")
    func begins() async throws {
        try await Bench.run { bench in
            let connect = try connect(bench)
            let world = try await connect.begin(.restOfWorld, tenant: Bench.tenant, connect.desk.database)
            let states = try await connect.begin(.unitedStates, tenant: Bench.tenant, connect.desk.database)
            #expect(world.hasPrefix("https://services.tiktokshop.com/open/authorize?service_id=7400&state="))
            #expect(states.hasPrefix("https://services.us.tiktokshop.com/open/authorize?service_id=7400&state="))
            #expect(try await bench.count("oauth_states") == 2)
        }
    }

    @Test("a callback connects the shop, tells it, seals the tokens, and begins everything")
    func connects() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            let connect = try connect(bench)
            let outcome = try await finish(connect, state: try await begin(connect))
            guard case .connected(_, let shops, let advice) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(advice?.contains("seller.product.basic") == true)
            let told = try await bench.sent(ConnectionChanged.self)
            #expect(told.map(\.shop) == shops)
            #expect(told.map(\.state) == [.connected])
            let kinds = try await bench.database.rows("SELECT DISTINCT kind FROM work ORDER BY 1", as: String.self)
            #expect(
                kinds == [
                    "catalogue.sync", "orders.backfill", "orders.poll", "returns.sync", "tokens.refresh",
                    "warehouses.sync", "webhooks.subscribe",
                ])
            let tokens = try await bench.database.first(
                "SELECT access_token, access_key, refresh_key FROM accounts", as: ([UInt8], String, String).self)
            #expect(Data(tokens?.0 ?? []).range(of: Data("ROW_access".utf8)) == nil)
            #expect(tokens?.1 == "k1")
            #expect(tokens?.2 == "k2")
        }
    }

    @Test("a state works once, and one that nobody made does not work at all")
    func states() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            let connect = try connect(bench)
            let state = try await begin(connect)
            _ = try await finish(connect, state: state)
            for bad in [state, "made-up"] {
                guard case .refused = try await finish(connect, state: bad) else {
                    Issue.record("\(bad) was accepted")
                    continue
                }
            }
            #expect(bench.channel.calls.filter { $0.name == "token get" }.count == 1)
        }
    }

    @Test("an account without a shop gets the exact text")
    func noShop() async throws {
        try await Bench.run { bench in
            script(bench, shops: [])
            let connect = try connect(bench)
            #expect(
                try await finish(connect, state: try await begin(connect))
                    == .refused("No active TikTok Shop found. Please set up your shop first."))
            #expect(try await bench.count("accounts") == 0)
        }
    }

    @Test("error 105005 is explained with the permission that is missing")
    func missingScope() async throws {
        try await Bench.run { bench in
            bench.channel.on(.token("get")) { _ in ScriptedChannel.grant() }
            bench.channel.on(.authorizedShops) { _ in throw ScriptedChannel.error(.scopeMissing, .authorizedShops) }
            let connect = try connect(bench)
            guard case .refused(let text) = try await finish(connect, state: try await begin(connect)) else {
                Issue.record("it was accepted")
                return
            }
            #expect(text.contains("105005"))
            #expect(text.contains("seller.authorization.info"))
            #expect(text.contains("Manage API"))
        }
    }

    @Test("without a state only a known account is renewed: same shop, next version")
    func renewal() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            let connect = try connect(bench)
            guard case .refused = try await finish(connect, state: nil) else {
                Issue.record("an unknown account was connected")
                return
            }
            guard case .connected(_, let first, _) = try await finish(connect, state: try await begin(connect)) else {
                return
            }
            guard case .connected(_, let second, _) = try await finish(connect, state: nil) else {
                Issue.record("a known account was not renewed")
                return
            }
            #expect(first == second)
            #expect(try await bench.sent(ConnectionChanged.self).map(\.version) == [1, 2])
        }
    }

    @Test("a shop of another brand stays with it")
    func otherBrand() async throws {
        try await Bench.run { bench in
            try await bench.connect("7495", tenant: Bench.otherTenant, openID: "open-2")
            script(bench, shops: [Self.shop])
            let connect = try connect(bench)
            let outcome = try await finish(connect, state: try await begin(connect))
            #expect(outcome == .refused("The shop is connected to another brand. Disconnect it there first."))
        }
    }

    @Test("a seller who refuses is told so; a bare address too")
    func refusals() async throws {
        try await Bench.run { bench in
            let connect = try connect(bench)
            let refused = AuthorizationRedirect(query: [QueryItem("code", "null"), QueryItem("error", "auth_denied")])
            #expect(
                try await connect.finish(refused)
                    == .refused("TikTok Shop says that access was not granted: auth_denied."))
            guard case .refused = try await connect.finish(.malformed) else {
                Issue.record("it was accepted")
                return
            }
        }
    }
}

import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

struct ConnectTests {
    /// What came of a callback.
    private enum Outcome: Hashable {
        case connected([ShopID], advice: String?)
        case refused(String)
    }

    /// The edge, and a worker that does what it wants.
    private struct Edge {
        let connect: Connect
        let bench: Bench

        func finish(_ redirect: [QueryItem]) async throws -> Outcome {
            let taken = try await bench.messaging().transact { try await connect.take(redirect, $0) }
            guard case .wanted(let id) = taken else {
                guard case .refused(let sentence) = taken else { throw CancellationError() }
                return .refused(sentence)
            }
            try await bench.work(
                [FinishConnection(desk: bench.desk)],
                until: {
                    try await connect.outcome(of: id, within: .zero) != nil
                })
            let callback = try #require(try await connect.outcome(of: id, within: .zero))
            return callback.state == .connected
                ? .connected(callback.shops, advice: callback.sentence) : .refused(callback.sentence ?? "")
        }
    }

    private func connect(_ bench: Bench) throws -> Edge {
        let app = AppCredentials(key: "key", secret: Credential("secret"), serviceID: "7400")
        return Edge(connect: Connect(desk: bench.desk, page: AuthorizationPage(app: app)), bench: bench)
    }

    private func begin(_ connect: Edge) async throws -> String {
        let url = try await connect.connect.begin(.restOfWorld, tenant: Bench.tenant, connect.bench.database)
        return try #require(URLComponents(string: url ?? "")?.queryItems?.first { $0.name == "state" }?.value)
    }

    private func finish(_ connect: Edge, state: String?) async throws -> Outcome {
        let items =
            [QueryItem("code", "c-1"), QueryItem("shop_region", "GB")] + (state.map { [QueryItem("state", $0)] } ?? [])
        return try await connect.finish(items)
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
            let world = try await connect.connect.begin(.restOfWorld, tenant: Bench.tenant, connect.bench.database)
            let states = try await connect.connect.begin(.unitedStates, tenant: Bench.tenant, connect.bench.database)
            #expect(world?.hasPrefix("https://services.tiktokshop.com/open/authorize?service_id=7400&state=") == true)
            #expect(
                states?.hasPrefix("https://services.us.tiktokshop.com/open/authorize?service_id=7400&state=") == true)
            #expect(try await bench.count("oauth_states") == 2)
        }
    }

    @Test("a callback connects the shop, tells it, seals the tokens, and begins everything")
    func connects() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            let connect = try connect(bench)
            let outcome = try await finish(connect, state: try await begin(connect))
            guard case .connected(let shops, let advice) = outcome else {
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
                    "affiliate.review", "affiliate.sync", "catalogue.sync", "facts.sync", "orders.backfill",
                    "orders.poll", "payments.sync", "returns.sync", "statements.sync", "tokens.refresh",
                    "warehouses.sync", "webhooks.subscribe",
                ])
            let tokens = try await bench.database.first(
                "SELECT access_token, access_key, refresh_key FROM accounts", as: ([UInt8], String, String).self)
            #expect(Data(tokens?.0 ?? []).range(of: Data("ROW_access".utf8)) == nil)
            #expect(tokens?.1 == "k1")
            #expect(tokens?.2 == "k2")
        }
    }

    @Test("a state works once and for half an hour, and one that nobody made does not work at all")
    func states() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            let connect = try connect(bench)
            let state = try await begin(connect)
            _ = try await finish(connect, state: state)
            let late = try await begin(connect)
            let life = try await bench.database.first(
                "SELECT extract(epoch FROM expires_at - now())::int FROM oauth_states WHERE used_at IS NULL",
                as: Int.self)
            #expect((1740...1800).contains(life ?? 0))
            try await bench.database.run(
                "UPDATE oauth_states SET expires_at = now() - interval '1 second' WHERE used_at IS NULL")
            for bad in [state, "made-up", late] {
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

    @Test("a creator's grant is refused before its shops are asked for, which the channel would refuse without words")
    func creators() async throws {
        try await Bench.run { bench in
            bench.channel.on(.token("get")) { _ in ScriptedChannel.grant().merging(["user_type": 1]) { $1 } }
            bench.channel.on(.authorizedShops) { _ in throw ScriptedChannel.error(.configuration, .authorizedShops) }
            let connect = try connect(bench)
            #expect(
                try await finish(connect, state: try await begin(connect)) == .refused(Explanation.notASeller))
            #expect(bench.channel.count(.authorizedShops) == 0)
        }
    }

    @Test(
        "shops that may not be read end the attempt with a sentence, not with half an hour of silence",
        arguments: [TikTokShopError.Kind.configuration, .tokenInvalid])
    func unreadableShops(kind: TikTokShopError.Kind) async throws {
        try await Bench.run { bench in
            bench.channel.on(.token("get")) { _ in ScriptedChannel.grant() }
            bench.channel.on(.authorizedShops) { _ in throw ScriptedChannel.error(kind, .authorizedShops) }
            let connect = try connect(bench)
            #expect(
                try await finish(connect, state: try await begin(connect)) == .refused(Explanation.notReadable))
        }
    }

    @Test("the permission that is missing stands with the shop, also after its tokens are renewed")
    func missingStays() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            bench.channel.on(.token("refresh")) { _ in ScriptedChannel.grant(scopes: []) }
            let connect = try connect(bench)
            _ = try await finish(connect, state: try await begin(connect))
            for round in 0..<2 {
                let record = try #require(try await bench.ask(ConnectionListHandler(), ConnectionList()).first)
                #expect(record.trouble?.contains("105005") == true)
                #expect(record.trouble?.contains("seller.product.basic") == true)
                guard round == 0 else { continue }
                try await bench.database.run("UPDATE accounts SET granted_at = now() - interval '1 hour'")
                let account = try #require(try await bench.database.first("SELECT id FROM accounts", as: UUID.self))
                try await bench.queue.enqueue([RefreshToken.item(account, tenant: Bench.tenant)])
                try await bench.work(
                    [RefreshToken(desk: bench.desk)],
                    until: {
                        try await bench.database.first(
                            "SELECT granted_at > now() - interval '1 minute' FROM accounts", as: Bool.self) == true
                    })
            }
        }
    }

    @Test("an account that its brand has given up is not renewed from Seller Center, nor hides one that is connected")
    func givenUp() async throws {
        try await Bench.run { bench in
            let old = try await bench.connect(tenant: Bench.otherTenant)
            try await bench.database.run("UPDATE connections SET state = 'disconnected'")
            try await bench.database.run("UPDATE accounts SET state = 'disconnected'")
            script(bench, shops: [Self.shop])
            let connect = try connect(bench)
            guard case .refused = try await finish(connect, state: nil) else {
                Issue.record("an account that was given up was connected again")
                return
            }
            guard case .connected(let shops, _) = try await finish(connect, state: try await begin(connect)),
                case .connected(let again, _) = try await finish(connect, state: nil)
            else {
                Issue.record("a known account was not renewed")
                return
            }
            #expect(shops == again && shops != [old.shop])
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
            guard case .connected(let first, _) = try await finish(connect, state: try await begin(connect)) else {
                return
            }
            guard case .connected(let second, _) = try await finish(connect, state: nil) else {
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
            let refused = [QueryItem("code", "null"), QueryItem("error", "auth_denied")]
            #expect(
                try await connect.finish(refused)
                    == .refused("TikTok Shop says that access was not granted: auth_denied."))
            guard case .refused = try await connect.finish([]) else {
                Issue.record("it was accepted")
                return
            }
        }
    }

    @Test("a code is exchanged as soon as the channel answers, also when nobody waits any more")
    func takenUpLater() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            let isDown = Mutex(true)
            bench.channel.on(.token("get")) { _ in
                if isDown.withLock({ $0 }) { throw ScriptedChannel.error(.unreachable, .token("get")) }
                return ScriptedChannel.grant()
            }
            let connect = try connect(bench)
            let query = ["code": "c-1", "state": try await begin(connect)]
            let handler = ConnectionFinishHandler(connect: connect.connect, patience: .milliseconds(300))
            let refusal = await bench.refusal(handler, ConnectionFinish(query: query), as: [])
            #expect(refusal?.code == "channelSlow")
            #expect(refusal?.kind == .unavailable)
            // The code lies sealed until it is used, then not at all.
            let code = try await bench.database.first("SELECT code FROM callbacks", as: [UInt8].self)
            #expect(code?.isEmpty == false && Data(code ?? []).range(of: Data("c-1".utf8)) == nil)
            try await bench.work(
                [FinishConnection(desk: bench.desk)],
                until: {
                    let isTried = bench.channel.calls.count >= 2
                    if isTried { isDown.withLock { $0 = false } }
                    return try await bench.count("connections") == 1
                })
            #expect(try await bench.sent(ConnectionChanged.self).map(\.state) == [.connected])
            #expect(try await bench.database.first("SELECT code FROM callbacks", as: [UInt8].self) == [])
        }
    }

    @Test("whatever comes between the exchange and its end does not cost the code, which works once")
    func shopsAgain() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            let (tries, database) = (Shown(0), bench.database)
            bench.channel.on(.authorizedShops) { _ in
                tries.value += 1
                if tries.value == 1 { throw ScriptedChannel.error(.transient, .authorizedShops) }
                return ["shops": [Self.shop]]
            }
            // The first time that it is entered, somebody else is quicker.
            try await bench.asOwner { owner in
                try await owner.run("CREATE SEQUENCE entries")
                try await owner.run("GRANT USAGE ON SEQUENCE entries TO ingestion_worker")
                try await owner.run(
                    """
                    CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF nextval('entries') = 1 THEN RAISE unique_violation; END IF;
                        RETURN NEW;
                    END $$
                    """)
                try await owner.run(
                    "CREATE TRIGGER collides BEFORE INSERT ON connections FOR EACH ROW EXECUTE FUNCTION collide()")
            }
            let connect = try connect(bench)
            async let finished = finish(connect, state: try await begin(connect))
            try await eventually("the grant is kept") {
                try await database.first("SELECT count(*) FROM callbacks WHERE granted IS NOT NULL", as: Int.self) == 1
            }
            let kept = try await database.first("SELECT granted, code FROM callbacks", as: ([UInt8]?, [UInt8]).self)
            #expect(
                Data(kept?.0 ?? []).range(of: Data("ROW_".utf8)) == nil && kept?.1 == [], "sealed, without the code")
            guard case .connected = try await finished else {
                Issue.record("it was not connected")
                return
            }
            #expect(bench.channel.calls.count { $0.name == "token get" } == 1)
            #expect(try await bench.count("connections") == 1)
            let tokens = try await bench.database.first("SELECT count(granted) FROM callbacks", as: Int.self)
            #expect(tokens == 0)
        }
    }

    @Test("a database that is away right after the exchange does not cost the code: its grant waits for it")
    func grantWaits() async throws {
        try await Bench.run { bench in
            script(bench, shops: [Self.shop])
            try await bench.asOwner { owner in
                try await owner.run("CREATE SEQUENCE writes")
                try await owner.run("GRANT USAGE ON SEQUENCE writes TO ingestion_worker")
                // The first three writes find a server that only reads.
                try await owner.run(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF nextval('writes') <= 3 THEN RAISE EXCEPTION 'read only' USING ERRCODE = '25006'; END IF;
                        RETURN NEW;
                    END $$
                    """)
                try await owner.run(
                    "CREATE TRIGGER refuses BEFORE UPDATE ON callbacks FOR EACH ROW EXECUTE FUNCTION refuse()")
            }
            let connect = try connect(bench)
            guard case .connected = try await finish(connect, state: try await begin(connect)) else {
                Issue.record("it was not connected")
                return
            }
            #expect(bench.channel.calls.count { $0.name == "token get" } == 1)
        }
    }

    @Test("a code that is older than half an hour is not tried")
    func oldCode() async throws {
        try await Bench.run { bench in
            let connect = try connect(bench)
            let redirect = [QueryItem("code", "c-1"), QueryItem("state", try await begin(connect))]
            _ = try await bench.messaging().transact { try await connect.connect.take(redirect, $0) }
            try await bench.database.run("UPDATE callbacks SET created_at = now() - interval '31 minutes'")
            try await bench.work([FinishConnection(desk: bench.desk)])
            let sentence = try await bench.database.first("SELECT sentence FROM callbacks", as: String?.self)
            #expect(sentence == Explanation.usedCode)
            #expect(bench.channel.calls.isEmpty)
        }
    }
}

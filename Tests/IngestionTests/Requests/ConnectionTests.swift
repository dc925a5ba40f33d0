import Contracts
import Foundation
import Messaging
import Outbound
import Postgres
import TestKit
import Testing

@testable import Ingestion
@testable import TikTokShop

struct ConnectionTests {
    private static let shop: [String: any Sendable] = [
        "id": "7495", "name": "Demo Shop GB", "region": "GB", "cipher": "ROW_demoCipher01",
    ]

    private func connect(_ bench: Bench) -> Connect {
        let app = AppCredentials(key: "key", secret: Credential("secret"), serviceID: "7400")
        bench.channel.on(.token("get")) { _ in ScriptedChannel.grant() }
        bench.channel.on(.authorizedShops) { _ in ["shops": [Self.shop]] }
        return Connect(desk: bench.desk, page: AuthorizationPage(app: app))
    }

    @Test("a brand begins, nobody finishes, and the shop is the brand's")
    func connects() async throws {
        try await Bench.run { bench in
            let connect = connect(bench)
            let begun = try await bench.ask(
                ConnectionBeginHandler(connect: connect), ConnectionBegin(market: .restOfWorld))
            let state = try #require(
                URLComponents(string: begun.address)?.queryItems?.first { $0.name == "state" }?.value)
            let question = ConnectionFinish(query: ["code": "c-1", "state": state, "shop_region": "GB"])
            let handler = ConnectionFinishHandler(connect: connect)
            let finished = try #require(
                try await bench.working([FinishConnection(desk: bench.desk)]) {
                    try await bench.ask(handler, question, as: [])
                })
            #expect(finished.tenant == Bench.tenant)
            let record = try #require(try await bench.ask(ConnectionListHandler(), ConnectionList()).first)
            #expect(record.shop == finished.shops.first)
            #expect(record.title == "Demo Shop GB")
            #expect(record.state == .connected)
            #expect(record.accessExpiresAt != nil)
            #expect(try await bench.sent(ConnectionChanged.self).map(\.state) == [.connected])
            #expect(try await bench.ask(ConnectionListHandler(), ConnectionList(), as: [Bench.otherTenant]).isEmpty)
            // A state works once; the sentence is for people.
            let again = await bench.refusal(handler, question, as: [])
            #expect(again?.kind == .conflict)
            #expect(again?.detail.hasSuffix("Start again.") == true)
        }
    }

    @Test("at most eight callbacks wait; who comes then is told to look again, and connected all the same")
    func waitingRoom() async throws {
        try await Bench.run { bench in
            let handler = ConnectionFinishHandler(connect: connect(bench), patience: .seconds(60))
            let (room, left) = (handler.room, Shown(0))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<8 {
                    tasks.addTask {
                        _ = await room.seat {
                            try? await eventually("they may leave") { left.value == 1 }
                        }
                    }
                }
                try await eventually("all seats are taken") { await room.seat {} == nil }
                let asked = ContinuousClock.now
                let refusal = await bench.refusal(handler, ConnectionFinish(query: ["code": "c-1"]), as: [])
                #expect(refusal?.code == "channelSlow" && ContinuousClock.now - asked < .seconds(30))
                left.value = 1
                try await tasks.waitForAll()
            }
            #expect(await room.seat { true } == true, "the seats are free again")
            #expect(try await bench.work(of: FinishConnection.self).count == 1)
        }
    }

    @Test("a channel that is slow is told as such, and an agency has to name the brand")
    func refusals() async throws {
        try await Bench.run { bench in
            let connect = connect(bench)
            let begun = try await bench.ask(
                ConnectionBeginHandler(connect: connect), ConnectionBegin(market: .unitedStates))
            let state = URLComponents(string: begun.address)?.queryItems?.first { $0.name == "state" }?.value
            let question = ConnectionFinish(query: ["code": "c-1", "state": state ?? ""])
            let handler = ConnectionFinishHandler(connect: connect, patience: .milliseconds(100))
            // No worker runs here.
            #expect(await bench.refusal(handler, question, as: [])?.kind == .unavailable)
            let many = ConnectionFinish(query: Dictionary(uniqueKeysWithValues: (0..<51).map { ("\($0)", "x") }))
            #expect(await bench.refusal(handler, many, as: [])?.field == "/query")
            let agency = await bench.refusal(
                ConnectionBeginHandler(connect: connect), ConnectionBegin(market: .restOfWorld),
                as: [Bench.tenant, Bench.otherTenant])
            #expect(agency?.code == "tenantOpen")
        }
    }

    @Test("a shop that is ended is told, read no more, and its tokens are forgotten; commands are still answered")
    func ends() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await bench.queue.enqueue([
                PollOrders.item(shop, bench.desk.settings), SyncReturns.item(shop, every: .seconds(300)),
                SyncWarehouses.item(shop), FetchOrders.item("1", shop, source: .webhook),
            ])
            let wish = ChannelStockSet(
                shop: shop.shop, channelProduct: "1", sequence: 1, changedAt: Instant(Date()),
                limits: [.init(channelSKU: "11", channelWarehouse: "W", limit: 1, own: 0)])
            let command = Received(Metadata(name: ChannelStockSet.name, tenant: shop.tenant), wish)
            _ = try await bench.handle(ChannelStockSetHandler(queue: bench.queue), [command])
            let handler = ConnectionEndHandler(queue: bench.queue)
            let foreign = await bench.refusal(handler, ConnectionEnd(shop: shop.shop), as: [Bench.otherTenant])
            #expect(foreign?.kind == .notFound)
            for _ in 0..<2 {
                let record = try await bench.ask(handler, ConnectionEnd(shop: shop.shop))
                #expect(record.state == .disconnected)
                #expect(record.accessExpiresAt == nil)
            }
            try await bench.work()
            let told = try await bench.sent(ConnectionChanged.self)
            #expect(told.map(\.state) == [.disconnected])
            #expect(told.map(\.version) == [2])
            #expect(try await bench.sent(ActionTaken.self).map(\.action) == ["connectionEnded"])
            #expect(try await bench.sent(ChannelStockTold.self).first?.levels.first?.refusal != nil)
            let left = try await bench.database.rows("SELECT kind FROM work WHERE state <> 'failed'", as: String.self)
            #expect(left.isEmpty)
            let account = try await bench.database.first(
                "SELECT state, access_token, refresh_token FROM accounts", as: (String, [UInt8], [UInt8]).self)
            #expect(account?.0 == "disconnected")
            #expect(account?.1.isEmpty == true)
            #expect(account?.2.isEmpty == true)
            #expect(bench.channel.calls.isEmpty)
        }
    }

    @Test("an account keeps its tokens while another shop of it is connected")
    func sharedAccount() async throws {
        try await Bench.run { bench in
            let first = try await bench.connect()
            let second = try await bench.connect("7496", openID: "open-2")
            try await bench.database.run(
                "UPDATE connections SET account_id = \(first.account) WHERE shop_id = \(second.shop.uuid)")
            _ = try await bench.ask(ConnectionEndHandler(queue: bench.queue), ConnectionEnd(shop: second.shop))
            try await bench.work()
            let kept = try await bench.database.first(
                "SELECT state, length(access_token) > 0 FROM accounts WHERE id = \(first.account)",
                as: (String, Bool).self)
            #expect(kept?.0 == "connected")
            #expect(kept?.1 == true)
        }
    }

    @Test("a shop's days get a zone of their own, and its brand's again, which everybody hears once")
    func zone() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let handler = ConnectionSetHandler()
            for zone in ["Asia/Tokyo", "Asia/Tokyo", nil] {
                let record = try await bench.ask(handler, ConnectionSet(shop: shop.shop, zone: zone))
                #expect(record.zone == zone)
            }
            let told = try await bench.sent(ConnectionChanged.self)
            #expect(told.map(\.zone) == ["Asia/Tokyo", nil] && told.map(\.version) == [2, 3])
            #expect(told.allSatisfy { $0.state == .connected })
            #expect(try await bench.sent(ActionTaken.self).map(\.action) == ["connectionSet", "connectionSet"])
            let mars = ConnectionSet(shop: shop.shop, zone: "Mars/Base")
            #expect(await bench.refusal(handler, mars)?.field == "/zone")
            #expect(await bench.refusal(handler, mars, as: [Bench.otherTenant])?.field == "/zone")
            let stranger = await bench.refusal(handler, ConnectionSet(shop: shop.shop), as: [Bench.otherTenant])
            #expect(stranger?.kind == .notFound)
        }
    }

    @Test("a schedule of a shop that lost its authorization ends itself, and begins anew with the next connection")
    func schedulesEnd() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            try await bench.queue.enqueue([
                PollOrders.item(shop, bench.desk.settings), SyncCatalogue.item(shop, every: .seconds(300)),
            ])
            try await bench.database.run("UPDATE connections SET state = 'deauthorized'")
            try await bench.work()
            #expect(try await bench.count("work") == 0)
            #expect(bench.channel.calls.isEmpty)
        }
    }

    @Test("a label of the channel's is given to its own brand, until it ends")
    func labels() async throws {
        try await Bench.run { bench in
            let file = LabelFile(
                Document(bytes: Array("%PDF-demo".utf8), mediaType: "application/pdf"), keptUntil: Date() + 3600)
            try await bench.database.transaction { transaction in
                var pipeline = Pipeline()
                file.save(tenant: Bench.tenant, &pipeline)
                let rest = pipeline
                try await transaction.send(rest)
            }
            let handler = ChannelLabelGetHandler(), question = ChannelLabelGet(file: file.id.text)
            let stored = try await bench.ask(handler, question)
            #expect(stored == StoredFile(mediaType: "application/pdf", bytes: Data("%PDF-demo".utf8)))
            #expect(await bench.refusal(handler, question, as: [Bench.otherTenant])?.kind == .notFound)
            #expect(await bench.refusal(handler, ChannelLabelGet(file: "x"))?.kind == .notFound)
            try await bench.database.run("UPDATE files SET expires_at = now()")
            #expect(await bench.refusal(handler, question)?.kind == .notFound)
        }
    }
}

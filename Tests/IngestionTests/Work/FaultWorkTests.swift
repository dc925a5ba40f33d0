import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

struct FaultWorkTests {
    @Test("an order that cannot be read is shown with its shop, until it can be read")
    func shown() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in ["orders": [OrderWorkTests.order("1", ["line_items": []])]] }
            try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .webhook)])
            try await bench.work()
            let trouble = try await bench.ask(ConnectionListHandler(), ConnectionList()).first?.trouble
            #expect(trouble == "What TikTok Shop tells of order 1 cannot be read: line_items is empty.")
            #expect(try await bench.ask(ConnectionListHandler(), ConnectionList(), as: [Bench.otherTenant]).isEmpty)
            bench.channel.on(.getOrders) { _ in ["orders": [OrderWorkTests.order("1")]] }
            try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .webhook)])
            try await bench.work()
            #expect(try await bench.ask(ConnectionListHandler(), ConnectionList()).first?.trouble == nil)
            #expect(try await bench.count("faults") == 0)
        }
    }

    @Test("what a person has to do comes before what cannot be read, and several are counted")
    func precedence() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in
                ["orders": ["1", "2", "3"].map { OrderWorkTests.order($0, ["line_items": []]) }]
            }
            try await bench.queue.enqueue(["1", "2", "3"].map { FetchOrders.item($0, shop, source: .webhook) })
            try await bench.work()
            let counted = try await bench.ask(ConnectionListHandler(), ConnectionList()).first?.trouble
            #expect(counted?.contains("(and 2 more)") == true)
            try await bench.database.run("UPDATE accounts SET trouble = 'Connect again.'")
            let both = try await bench.ask(ConnectionListHandler(), ConnectionList()).first?.trouble
            #expect(both == "Connect again. \(counted ?? "")")
        }
    }

    @Test("all that cannot be read is a list, last seen first, in pages, to its own brand, without the values")
    func list() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let ids = ["1", "2", "3", "4", "5"]
            bench.channel.on(.getOrders) { _ in ["orders": ids.map { OrderWorkTests.order($0, ["line_items": []]) }] }
            try await bench.queue.enqueue(ids.map { FetchOrders.item($0, shop, source: .webhook) })
            try await bench.work()
            // All within one millisecond, where only the keys tell them apart; the fifth later.
            try await bench.database.run(
                """
                UPDATE faults SET last_at = '2026-03-01T00:00:00.0001Z'::timestamptz
                    + CASE key WHEN '5' THEN interval '1 second' ELSE key::int * interval '1 microsecond' END
                """)
            let handler = FaultListHandler()
            var seen: [FaultRecord] = []
            var cursor: String?
            repeat {
                let page = try await bench.ask(handler, FaultList(subject: .order, cursor: cursor, limit: 2))
                seen += page.faults
                cursor = page.next
            } while cursor != nil && seen.count < 20
            #expect(seen.map(\.key) == ["5", "4", "3", "2", "1"])
            #expect(seen.allSatisfy { $0.field == "line_items" && $0.problem == "is empty" && $0.shop == shop.shop })
            func count(_ question: FaultList) async throws -> Int {
                try await bench.ask(handler, question).faults.count
            }
            #expect(try await count(FaultList()) == 5)
            #expect(try await count(FaultList(subject: .product)) == 0)
            #expect(try await count(FaultList(shop: .mint())) == 0)
            #expect(try await bench.ask(handler, FaultList(), as: [Bench.otherTenant]).faults.isEmpty)
            let filter = PageCursor.Filter("faults", [nil, nil])
            for keys in [["\0", "order", "1"], ["7495", "order", "1"], [shop.shop.description, "person", "1"]] {
                let forged = try PageCursor(at: seen[0].lastAt, keys: keys).text(of: filter)
                let refusal = await bench.refusal(handler, FaultList(cursor: forged))
                #expect(refusal?.field == "/cursor" && refusal?.kind == .invalid, "\(keys)")
            }
            #expect(await bench.refusal(handler, FaultList(limit: 1_000_000_000))?.field == "/limit")
        }
    }

    @Test("texts that no table takes are stored mended, however they come, and cut to what others can bear")
    func texts() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in
                let line = Samples.tumbler("11", ["seller_sku": String(repeating: "é", count: 5_000)])
                return ["orders": [OrderWorkTests.order("1", ["line_items": [line]])]]
            }
            try await bench.queue.enqueue([FetchOrders.item("1", shop, source: .webhook)])
            try await bench.work()
            // 200 bytes are 100 letters of two.
            let told = try await bench.sent(OrderChanged.self).first?.lines.first?.sellerSKU
            #expect(told == String(repeating: "é", count: 100))
        }
    }
}

import Contracts
import Foundation
import Messaging
import Synchronization
import Testing

@testable import Ingestion
@testable import TikTokShop

/// A list of orders at a channel whose page tokens count places, so that what changes while pages are read moves
/// everything behind it up by one.
private final class PlaceCounting: Sendable {
    private let times: Mutex<[(id: Int, time: Int)]>
    private let size: Int

    init(_ times: [(id: Int, time: Int)], size: Int) {
        self.times = Mutex(times)
        self.size = size
    }

    /// An order changes.
    func touch(_ id: Int, at time: Int) {
        times.withLock { all in
            all.removeAll { $0.id == id }
            all.append((id, time))
        }
    }

    /// Answers a search by update time.
    func answer(_ call: ScriptedChannel.Call) -> [String: Any] {
        let digits = call.body.drop { !$0.isNumber }.prefix { $0.isNumber }
        let from = Int(digits) ?? 0, offset = Int(call.query["page_token"] ?? "0") ?? 0
        let found = times.withLock { all in all.filter { $0.time >= from }.sorted { $0.time < $1.time } }
        let page = found.dropFirst(offset).prefix(size)
        let isLast = offset + size >= found.count
        return [
            "orders": page.map { OrderWorkTests.order("\($0.id)", ["update_time": $0.time]) },
            "next_page_token": isLast ? "" : "\(offset + size)",
        ]
    }
}

struct PagingWorkTests {
    @Test("a long poll goes on by time, page by page and job by job, until it comes to its end")
    func longPoll() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let start = Int(shop.connectedAt.timeIntervalSince1970)
            let list = PlaceCounting((0..<14).map { ($0, start + $0) }, size: 3)
            bench.channel.on(.searchOrders) { list.answer($0) }
            try await bench.queue.enqueue([PollOrders.item(shop, bench.desk.settings)])
            try await bench.work()
            // Each page begins with the last second of the one before: 0-2, 2-4, 4-6, 6-8, 8-10 are one job's,
            // 10-12 and 12-13 the next one's.
            let starts = bench.channel.calls.map { $0.body.drop { !$0.isNumber }.prefix { $0.isNumber } }
            #expect(
                starts
                    == [start - 300, start + 2, start + 4, start + 6, start + 8, start + 10, start + 12].map {
                        Substring("\($0)")
                    })
            #expect(bench.channel.calls.allSatisfy { $0.query["page_token"] == nil })
            #expect(try await known(bench) == (0..<14).map { "\($0)" }.sorted())
        }
    }

    @Test("an order that changes while pages are read moves no other one out of sight")
    func moving() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let start = Int(shop.connectedAt.timeIntervalSince1970)
            let list = PlaceCounting((0..<9).map { ($0, start + $0) }, size: 3)
            bench.channel.on(.searchOrders) { call in
                let answer = list.answer(call)
                // By places, number 3 would now be on the page that was read.
                list.touch(0, at: start + 20)
                return answer
            }
            try await bench.queue.enqueue([PollOrders.item(shop, bench.desk.settings)])
            try await bench.work()
            #expect(try await known(bench) == (0..<9).map { "\($0)" })
        }
    }

    @Test("more orders of one second than a page holds are read by token")
    func oneSecond() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let start = Int(shop.connectedAt.timeIntervalSince1970)
            let list = PlaceCounting((0..<40).map { ($0, start) }, size: 3)
            bench.channel.on(.searchOrders) { list.answer($0) }
            try await bench.queue.enqueue([PollOrders.item(shop, bench.desk.settings)])
            try await bench.work()
            #expect(try await known(bench) == (0..<40).map { "\($0)" }.sorted())
        }
    }

    @Test("a time beyond all clocks does not carry the reading past the orders before it")
    func nonsense() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let start = Int(shop.connectedAt.timeIntervalSince1970)
            // The channel keeps no order here, so that its page holds the nonsense early.
            bench.channel.on(.searchOrders) { call in
                let token = Int(call.query["page_token"] ?? "0") ?? 0
                let times = [start, 253_402_300_799, start + 1, start + 2, start + 3, start + 4, start + 5, start + 6]
                return [
                    "orders": [OrderWorkTests.order("\(token)", ["update_time": times[token]])],
                    "next_page_token": token == times.count - 1 ? "" : "\(token + 1)",
                ]
            }
            try await bench.queue.enqueue([PollOrders.item(shop, bench.desk.settings)])
            try await bench.work(until: { try await bench.count("faults") == 1 })
            let cursor = try await Cursor.find(.orders, tenant: shop.tenant, shop: shop.shop, bench.database)
            #expect((cursor?.readTo ?? .distantFuture) < Date() + 60)
        }
    }

    private func known(_ bench: Bench) async throws -> [String] {
        try await bench.sent(OrderChanged.self).map(\.channelOrder).sorted()
    }
}

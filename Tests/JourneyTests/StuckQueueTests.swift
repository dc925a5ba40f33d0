import Foundation
import Postgres
import TestKit
import Testing

extension LongJourneys {
    /// An operator follows `docs/runbooks/stuck-queue.md`, from what is seen to the repair.
    @Suite(.serialized, .timeLimit(.minutes(15))) struct StuckQueueTests {
        private static let lane = "inventory.orders"

        @Test("a table that somebody's session locks shows as a stuck queue, and the runbook's own words end it")
        func drill() async throws {
            try await House.run { house in
                let brand = try await Brand.open(in: house, units: 20)
                let applied = try await house.shopos(
                    "topology", "apply", "--timeout", "30", broker: house.plan.broker, management: true)
                #expect(applied.status == 0, "\(applied.text)")
                try await eventually(within: Brand.patience, "all queues are well") {
                    try await queues(house).status == 0
                }
                let order = try await PostgresPool.lend(.init(url: house.plan.database), size: 1) { somebody in
                    try await somebody.withConnection { session in
                        try await session.run("BEGIN")
                        try await session.run("LOCK TABLE inventory.levels IN ACCESS EXCLUSIVE MODE")
                        let order = try await brand.sell(2)
                        try await stands(house)
                        try await rises(house)
                        try await repair(house)
                        return order
                    }
                }
                try await brand.until(order, stock: "reserved")
                try await eventually(within: Brand.patience, "all queues are well again") {
                    try await queues(house).status == 0
                }
                try await eventually(within: Brand.patience, "nothing is in hand any more") {
                    try await inHand(house) == [0]
                }
            }
        }

        private func queues(_ house: House, _ more: String...) async throws -> Said {
            try await house.shopos(["queues", "--timeout", "20"] + more, management: true)
        }

        /// What is seen: exit code 1, UNACKED above 0, AGE of more than half a minute. The code alone may be about
        /// another queue, such as one that a slow machine keeps for half a minute.
        private func stands(_ house: House) async throws {
            var seen: (said: Said, line: JSONValue)?
            try await eventually(within: Brand.patience, "shopos queues says that the queue is stuck") {
                let said = try await queues(house, "--json")
                let line = said.json["queues"].list.first { $0["queue"].text == Self.lane } ?? .null
                if line["stands"].bool == true { seen = (said, line) }
                return seen != nil
            }
            let (said, line) = try #require(seen)
            #expect(said.status == 1, "\(said.text)")
            #expect((line["ageMilliseconds"].int ?? 0) > 30_000 && (line["unacked"].int ?? 0) > 0, "\(line)")
            #expect(line["consumers"].int == 1, "it has a consumer, and is stuck all the same")
        }

        /// The figure of the alert `QueueStands` grows from one look to the next.
        private func rises(_ house: House) async throws {
            let first = try #require(try await inHand(house).first)
            #expect(first > 15, "half a minute less the ten seconds between two looks: \(first)")
            try await eventually(within: Brand.patience, "the age has grown") {
                try await inHand(house).contains { $0 > first + 5 }
            }
        }

        private func inHand(_ house: House) async throws -> [Double] {
            try await Scrape.of(house).values(
                "shop_lane_in_hand_age_seconds", of: "inventory", ["lane": Self.lane])
        }

        /// Step 3 leads to step 4 of `database.md`, whose statements are run as they stand there.
        private func repair(_ house: House) async throws {
            #expect(try Self.page("stuck-queue").contains("[database](database.md), 4)"))
            let page = try Self.page("database")
            let look = try #require(page.firstMatch(of: /`(SELECT pid, [^`]+)`/)).1
            let end = try #require(page.firstMatch(of: /`(SELECT pg_terminate_backend\()pid(\))`/))
            let sessions = try await house.database.rows(
                "SELECT pid, coalesce(query, '') FROM (\(unsafe: String(look))) AS found", as: (Int32, String).self)
            let culprit = try #require(sessions.first { $0.1.hasPrefix("LOCK TABLE") }, "\(sessions)")
            let ended = try await house.database.first(
                "\(unsafe: "\(end.1)\(culprit.0)\(end.2)")", as: Bool.self)
            #expect(ended == true)
        }

        /// A runbook as one line.
        private static func page(_ name: String) throws -> String {
            var root = URL(filePath: #filePath)
            for _ in 0..<3 { root.deleteLastPathComponent() }
            let text = try String(contentsOf: root.appending(path: "docs/runbooks/\(name).md"), encoding: .utf8)
            return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }
}

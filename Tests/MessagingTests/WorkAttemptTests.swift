import Contracts
import Foundation
import Postgres
import Testing

@testable import Messaging

/// Attempts are counted in a row.
@Suite struct WorkAttemptTests {
    private struct Bug: Error {}

    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private func item(_ key: String = "sku") -> WorkItem {
        WorkItem(Fetch.self, tenant: tenant, key: key, shop: shop)
    }

    /// Takes what is due and settles it; then all pauses are over, the longest of which is a minute and a half.
    private func visit(_ bench: WorkBench, _ finish: Settlement.Finish) async throws {
        let claim = try #require(try await bench.claim(1, Fetch()).first)
        try await bench.settle(claim, Fetch(), finish)
        try await bench.pass(100)
    }

    @Test("a visit that went well forgets what failed before")
    func aVisitThatWentWellForgetsWhatFailedBefore() async throws {
        try await WorkBench.run { bench in
            try await bench.want(item())
            // Three times the attempts that it has.
            for _ in 1...9 {
                try await visit(bench, .threw(Bug()))
                #expect(try await bench.rows().map(\.attempt) == [1])
                try await visit(bench, .returned(.again(after: .seconds(60), "it is on its way")))
                #expect(try await bench.rows().map(\.attempt) == [0])
            }
            for _ in 1...3 { try await visit(bench, .threw(Bug())) }
            #expect(try await bench.rows().map(\.state) == [.failed])
        }
    }

    @Test("a piece of a bundle that went well forgets for itself")
    func aPieceOfABundleThatWentWellForgetsForItself() async throws {
        try await WorkBench.run { bench in
            try await bench.queue.enqueue([item("calm"), item("done"), item("shaky")])
            try await visit(bench, .returned(.again("all are shaky")))
            try await visit(
                bench,
                .returned(
                    .done(except: [
                        "calm": .again(after: .seconds(60), reason: "on its way"), "shaky": .again(reason: "no answer"),
                    ])))
            let attempts = try await bench.rows().map { "\($0.key.key) \($0.attempt)" }
            #expect(attempts.sorted() == ["calm 0", "shaky 2"])
        }
    }

    @Test("what could not be tried neither counts nor forgets", arguments: ["postponed", "throttled", "stopped"])
    func whatCouldNotBeTriedNeitherCountsNorForgets(how: String) async throws {
        let idle: Settlement.Finish =
            switch how {
            case "postponed": .returned(.postponed(after: .seconds(5), "the token is being renewed"))
            case "throttled": .returned(.throttled(retryAfter: .seconds(1)))
            default: .stopped
            }
        try await WorkBench.run { bench in
            try await bench.want(item())
            for count in 1...3 {
                try await visit(bench, idle)
                #expect(try await bench.rows().map(\.attempt) == [count - 1])
                try await visit(bench, .threw(Bug()))
            }
            #expect(try await bench.rows().map(\.state) == [.failed])
        }
    }

    @Test("work of a journey that is done after several attempts is remembered with them; what is done at once is not")
    func remembersAttempts() async throws {
        try await WorkBench.run { bench in
            for key in ["smooth", "shaky"] {
                var cause = Metadata(id: .v7(), name: "shop.order.changed.v1")
                cause.correlation = "journey"
                try await bench.want(WorkItem(Fetch.self, tenant: tenant, key: key, shop: shop, cause: cause))
                if key == "shaky" {
                    try await visit(bench, .threw(Bug()))
                    try await visit(bench, .returned(.again("no answer")))
                }
                try await visit(bench, .returned(.done()))
            }
            #expect(try await bench.rows().isEmpty)
            let done = try await bench.database.rows(
                "SELECT key, attempt, last_reason, correlation FROM work_done",
                as: (String, Int32, String?, String).self)
            #expect(done.map(\.0) == ["shaky"])
            // Two that failed and the one that did it.
            #expect(done.first?.1 == 3 && done.first?.2 == "no answer" && done.first?.3 == "journey")
        }
    }
}

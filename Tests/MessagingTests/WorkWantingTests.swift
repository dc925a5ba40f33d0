import Contracts
import Foundation
import Testing

@testable import Messaging
@testable import Postgres

@Suite struct WorkWantingTests {
    private let tenant = TenantID.mint()
    private let shop = ShopID.mint()

    private func push(_ key: String, _ quantity: Int, after pause: Duration = .zero) -> WorkItem {
        WorkItem(
            Push.self, tenant: tenant, key: key, shop: shop, payload: Push.Payload(quantity: quantity), after: pause)
    }

    private func quantity(_ claim: Claim) throws -> Int {
        try claim.rows[0].payload.decode(Push.Payload.self).quantity
    }

    @Test("a repeated wish is one row with the newest payload")
    func aRepeatedWishIsOneRowWithTheNewestPayload() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 5))
            try await bench.want(push("sku", 6), push("sku", 7))
            let claims = try await bench.claim(10, Push())
            #expect(claims.count == 1)
            #expect(try quantity(claims[0]) == 7)
        }
    }

    @Test("a repeated wish takes the earlier time")
    func aRepeatedWishTakesTheEarlierTime() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 1, after: .seconds(600)))
            #expect(try await bench.claim(1, Push()).isEmpty)
            try await bench.want(push("sku", 2))
            try await bench.want(push("sku", 3, after: .seconds(600)))
            #expect(try await bench.claim(1, Push()).count == 1)
        }
    }

    @Test("work that is not due waits")
    func workThatIsNotDueWaits() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 1, after: .seconds(600)))
            #expect(try await bench.claim(1, Push()).isEmpty)
            try await bench.pass(500)
            #expect(try await bench.claim(1, Push()).isEmpty)
            try await bench.pass(100)
            #expect(try await bench.claim(1, Push()).count == 1)
        }
    }

    @Test("a wish during the work outlives it")
    func aWishDuringTheWorkOutlivesIt() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 1))
            let first = try await bench.claim(1, Push())[0]
            try await bench.want(push("sku", 2))
            #expect(try await bench.claim(1, Push()).isEmpty, "it is in work")
            try await bench.settle(first, Push(), .returned(.done()))
            let second = try await bench.claim(1, Push())
            #expect(try second.map(quantity) == [2])
            #expect(second[0].rows[0].attempt == 1, "it is a new wish, not another attempt")
            try await bench.settle(second[0], Push(), .returned(.done()))
            #expect(try await bench.rows().isEmpty)
        }
    }

    @Test("a wish during the work keeps its own time")
    func aWishDuringTheWorkKeepsItsOwnTime() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 1))
            let first = try await bench.claim(1, Push())[0]
            try await bench.want(push("sku", 2, after: .seconds(60)))
            try await bench.settle(first, Push(), .returned(.done()))
            #expect(try await bench.claim(1, Push()).isEmpty)
            try await bench.pass(61)
            #expect(try await bench.claim(1, Push()).count == 1)
        }
    }

    @Test("what is wanted is only wanted once it is committed")
    func whatIsWantedIsOnlyWantedOnceItIsCommitted() async throws {
        try await WorkBench.run { bench in
            await #expect(throws: CancellationError.self) {
                try await bench.database.transaction { transaction in
                    var pipeline = Pipeline()
                    try WorkQueue.enqueue([push("sku", 1)], into: &pipeline)
                    try await transaction.send(pipeline)
                    throw CancellationError()
                }
            }
            let claims = try await bench.claim(1, Push())
            #expect(claims.isEmpty)
            #expect(try await bench.rows().isEmpty)
        }
    }

    @Test("a failure that is wanted again is tried afresh")
    func aFailureThatIsWantedAgainIsTriedAfresh() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 1))
            try await bench.settle(
                try await bench.claim(1, Push())[0], Push(), .returned(.failed("no such product", detail: "42")))
            #expect(try await bench.claim(1, Push()).isEmpty)
            let row = try await bench.rows()[0]
            #expect(row.state == .failed && row.reason == "no such product" && row.detail == "42")

            try await bench.want(push("sku", 2))
            let claims = try await bench.claim(1, Push())
            #expect(claims.map { $0.rows[0].attempt } == [1])
        }
    }

    @Test("work of unknown outcome is not hurried")
    func workOfUnknownOutcomeIsNotHurried() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 1))
            let first = try await bench.claim(1, Push())[0]
            try await bench.settle(
                first, Push(), .returned(.unknownOutcome(checkAfter: .seconds(60), "the call timed out")))
            try await bench.want(push("sku", 2))
            #expect(try await bench.claim(1, Push()).isEmpty)
            try await bench.pass(61)
            let second = try await bench.claim(1, Push())
            #expect(second.map { $0.rows[0].isUnknown } == [true])
        }
    }

    @Test("cancelled work is gone")
    func cancelledWorkIsGone() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 1), push("other", 1))
            let found = try await bench.queue.cancel([
                WorkKey(Push.self, tenant: tenant, key: "sku"), WorkKey(Push.self, tenant: tenant, key: "never"),
            ])
            #expect(found == 1)
            #expect(try await bench.rows().map(\.key.key) == ["other"])
        }
    }

    @Test("work of unknown outcome that is cancelled is gone, given up or not, and never done again")
    func unknownWorkIsGone() async throws {
        try await WorkBench.run { bench in
            let key = WorkKey(Push.self, tenant: tenant, key: "sku")
            for state in ["waiting", "failed"] {
                try await bench.want(push("sku", 1))
                _ = try await bench.claim(1, Push())
                try await bench.database.run(
                    "UPDATE work SET state = \(state), is_unknown = true, lease_id = NULL, taken_seq = NULL")
                try await bench.database.run("DELETE FROM work_leases")
                #expect(try await bench.queue.cancel([key]) == 1)
                #expect(try await bench.rows().isEmpty)
            }
        }
    }

    @Test("work that is cancelled while in work is gone when its worker dies, or does not know what came of it")
    func workThatIsCancelledIsNotTakenOver() async throws {
        try await WorkBench.run { bench in
            let key = WorkKey(Push.self, tenant: tenant, key: "sku")
            try await bench.want(push("sku", 1))
            _ = try await bench.claim(1, Push())
            #expect(try await bench.queue.cancel([key]) == 1)
            // A worker may be silent for fifteen seconds.
            try await bench.pass(16)
            #expect(try await bench.claim(1, Push()).isEmpty)
            #expect(try await bench.rows().isEmpty)

            try await bench.want(push("sku", 1))
            let claim = try await bench.claim(1, Push())[0]
            #expect(try await bench.queue.cancel([key]) == 1)
            try await bench.settle(
                claim, Push(), .returned(.unknownOutcome(checkAfter: .seconds(1), "the call timed out")))
            #expect(try await bench.rows().isEmpty)
        }
    }

    @Test("work that is cancelled while in work is finished but not repeated")
    func workThatIsCancelledWhileInWorkIsFinishedButNotRepeated() async throws {
        try await WorkBench.run { bench in
            try await bench.want(push("sku", 1))
            let claim = try await bench.claim(1, Push())[0]
            #expect(try await bench.queue.cancel([WorkKey(Push.self, tenant: tenant, key: "sku")]) == 1)
            #expect(try await bench.rows().map(\.isCancelled) == [true])
            try await bench.settle(claim, Push(), .returned(.again("not yet")))
            #expect(try await bench.rows().isEmpty)
        }
    }

    @Test("a too long payload is refused by name")
    func aTooLongPayloadIsRefusedByName() async throws {
        struct Story: WorkKind {
            static let name = "story"
            static let endpoint = EndpointClass.inside("stories")
            func perform(_ job: Job<String>) async throws -> WorkResult { .done() }
        }
        var pipeline = Pipeline()
        let text = String(repeating: "a", count: WorkItem.longestPayload)
        #expect(throws: WorkError.payloadTooLong(kind: "story", bytes: text.utf8.count + 2)) {
            try WorkQueue.enqueue([WorkItem(Story.self, tenant: tenant, key: "k", payload: text)], into: &pipeline)
        }
    }

    @Test("a too long key is refused")
    func aTooLongKeyIsRefused() throws {
        var pipeline = Pipeline()
        #expect(throws: WorkError.keyTooLong(kind: "push", bytes: 501)) {
            try WorkQueue.enqueue([push(String(repeating: "k", count: 501), 1)], into: &pipeline)
        }
    }

    @Test("many wishes are one statement")
    func manyWishesAreOneStatement() throws {
        var pipeline = Pipeline()
        try WorkQueue.enqueue((1...500).map { push("sku \($0)", $0) }, into: &pipeline)
        #expect(pipeline.statements.count == 1)
    }
}

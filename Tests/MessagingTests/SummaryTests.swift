import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

/// What a handler tells once for a batch: with the changes that it is about, and for nothing else.
@Suite(.timeLimit(.minutes(15)))
struct SummaryTests {
    private func notes(_ key: String, _ count: Int, amount: Int = 1, _ instruction: String? = nil) -> [(UUID, Noted)] {
        (0..<count).map { _ in (UUID.v7(), Noted(key: key, amount: amount, instruction: instruction)) }
    }

    /// The totals that are told of each key, in ascending order, once there are so many messages.
    private func told(_ world: World, _ count: Int) async throws -> [String: [Int]] {
        try await eventually("\(count) are told") { try await world.broker.queue("test.counted")?.ready == count }
        let events = try await world.broker.take(count, from: "test.counted").map {
            try JSONDecoder().decode(Counted.self, from: $0.payload)
        }
        return Dictionary(grouping: events, by: \.key).mapValues { $0.map(\.total).sorted() }
    }

    @Test("each key is told once per batch, as it stands after it", arguments: [1, 200])
    func eachKeyTold(batch: Int) async throws {
        try await World.lend { world in
            try await world.send(notes("a", 50) + notes("b", 3))
            let handler = SummingHandler()
            let totals = try await world.running(handler.lane(batch: batch)) {
                try await eventually("all are counted") {
                    let (a, b) = (try await world.total("a"), try await world.total("b"))
                    return a == 50 && b == 3
                }
                try await eventually("all batches are committed") { handler.committed.with { $0.joined().count } == 53 }
                return try await told(world, handler.batches("a") + handler.batches("b"))
            }
            #expect(totals["a"]?.count == handler.batches("a") && totals["b"]?.count == handler.batches("b"))
            #expect(totals["a"]?.last == 50 && totals["b"]?.last == 3)
            // One by one, every state is a last state; together, most are not.
            if batch == 1 { #expect(totals == ["a": Array(1...50), "b": [1, 2, 3]]) }
            if batch == 200 { #expect(handler.batches("a") < 50) }
        }
    }

    @Test("what is rejected or put off is not told")
    func rejectedPutOff() async throws {
        try await World.lend { world in
            try await world.send(
                notes("a", 2) + notes("a", 2, "reject") + notes("no", 2, "reject") + notes("no", 1, "throw"))
            let handler = SummingHandler()
            let totals = try await world.running(handler.lane(batch: 200)) {
                try await eventually("all are settled") {
                    let (total, failures) = (try await world.total("a"), try await world.count("failures"))
                    return total == 2 && failures == 5
                }
                return try await told(world, handler.batches("a"))
            }
            #expect(totals["a"]?.last == 2 && totals["no"] == nil)
            #expect(try await world.count("outbox") == 0)
        }
    }

    @Test("a change that the database refuses is not told, the others of its batch are")
    func changeDatabaseRefuses() async throws {
        try await World.lend { world in
            try await world.send(notes("a", 20) + notes("below", 1, amount: -1) + notes("a", 20))
            let handler = SummingHandler()
            let totals = try await world.running(handler.lane(batch: 200)) {
                try await eventually("all are settled") {
                    let (total, failures) = (try await world.total("a"), try await world.count("failures"))
                    return total == 40 && failures == 1
                }
                return try await told(world, handler.batches("a"))
            }
            #expect(totals["a"]?.last == 40 && totals["below"] == nil)
        }
    }

    @Test("what cannot be told does not happen: both are one transaction")
    func cannotToldNot() async throws {
        try await World.lend { world in
            try await world.database.run(
                "ALTER TABLE told ADD CHECK (type <> 'shop.test.counted.v1')")
            try await world.send(notes("a", 3))
            let handler = SummingHandler()
            try await world.running(handler.lane(batch: 200)) {
                try await eventually("all have failed") { try await world.count("failures") == 3 }
            }
            #expect(try await world.total("a") ?? 0 == 0)
            #expect(handler.batches("a") == 0)
            #expect(try await world.broker.queue("test.counted")?.ready == 0)
        }
    }

    @Test("what cannot be sealed leaves no trace, and its neighbours stay as they are")
    func cannotSealedLeaves() async throws {
        try await World.lend { world in
            try await world.send(
                [(.v7(), Noted(key: "a", amount: 1)), (.v7(), Noted(key: "secret", amount: 1))].sorted { $0.0 < $1.0 })
            let lane = Lane(
                World.queue, patience: Patience(first: .milliseconds(1), longest: .milliseconds(5), attempts: 3),
                [.on(Noted.self, TellingHandler())])
            try await world.running(lane) {
                try await eventually("both are settled") {
                    let (total, failures) = (try await world.total("a"), try await world.count("failures"))
                    return total == 1 && failures == 1
                }
            }
            #expect(try await world.total("secret") ?? 0 == 0, "its change is not kept without its event")
        }
    }
}

/// Adds up as ``CountHandler`` does; of one key it wants to tell what nobody here can seal.
private struct TellingHandler: Handler {
    private let counter = CountHandler()

    func load(_ messages: [Received<Noted>], _ pipeline: inout Pipeline) -> Loading<[String: Int]> {
        counter.load(messages, &pipeline)
    }

    func decide(_ message: Received<Noted>, _ totals: [String: Int]) throws -> Decision<CountHandler.Change> {
        let decision = try counter.decide(message, totals)
        guard message.body.key == "secret" else { return .done(decision.changes) }
        return .done(decision.changes, events: [Draft(People.recipient("told", order: OrderID(.v7())))])
    }

    func apply(_ change: CountHandler.Change, to totals: inout [String: Int]) {
        counter.apply(change, to: &totals)
    }

    func save(_ changes: [CountHandler.Change], _ pipeline: inout Pipeline) {
        counter.save(changes, &pipeline)
    }
}

/// Adds up as ``CountHandler`` does, but tells each key's total once per batch.
private struct SummingHandler: Handler {
    private let counter = CountHandler()
    /// The keys of each batch that was committed, one per message.
    let committed = Locked<[[String]]>([])

    func load(_ messages: [Received<Noted>], _ pipeline: inout Pipeline) -> Loading<[String: Int]> {
        counter.load(messages, &pipeline)
    }

    func decide(_ message: Received<Noted>, _ totals: [String: Int]) throws -> Decision<CountHandler.Change> {
        let decision = try counter.decide(message, totals)
        return decision.outcome == .done ? .done(decision.changes) : decision
    }

    func apply(_ change: CountHandler.Change, to totals: inout [String: Int]) {
        counter.apply(change, to: &totals)
    }

    func summary(_ changes: [CountHandler.Change], _ totals: [String: Int]) -> [Draft] {
        Set(changes.map(\.key)).sorted().map { Draft(Counted(key: $0, total: totals[$0, default: 0])) }
    }

    func save(_ changes: [CountHandler.Change], _ pipeline: inout Pipeline) {
        counter.save(changes, &pipeline)
    }

    func saved(_ changes: [CountHandler.Change]) {
        committed.with { $0.append(changes.map(\.key)) }
    }

    /// How many batches changed a key.
    func batches(_ key: String) -> Int {
        committed.with { $0.count { $0.contains(key) } }
    }

    func lane(batch: Int) -> Lane {
        Lane(
            World.queue, batch: batch,
            patience: Patience(
                first: .milliseconds(1), longest: .milliseconds(5), attempts: 3, unknown: .seconds(3600)),
            [.on(Noted.self, self)])
    }
}

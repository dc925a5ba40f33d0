import Foundation
import Outbound
import TestKit
import Testing

extension RaceShop {
    /// What came of a race while it ran.
    struct Tally: Sendable {
        var placed: [String] = []
        var soldOut = 0
        var refusals = 0
    }

    /// Rushes of buyers; in a crowd people count, hold and give back meanwhile. After some rushes every channel comes
    /// to know all that was sold, so that not every sale falls into a window.
    func run() async throws -> Tally {
        var dice = RaceDice(seed: plan.seed)
        var sum = Tally()
        for rush in 0..<4 {
            try await run(rush, &sum)
            if plan.isCrowded && Bool.random(using: &dice) { try await settle(sum.placed) }
        }
        return sum
    }

    private func run(_ rush: Int, _ sum: inout Tally) async throws {
        let seed = plan.seed &* 1_000 &+ UInt64(rush) &* 10
        let tallies = try await withThrowingTaskGroup(of: Tally.self) { tasks in
            for buyer in 0..<3 { tasks.addTask { try await buy(RaceDice(seed: seed &+ UInt64(buyer))) } }
            if plan.isCrowded { tasks.addTask { try await meddle(RaceDice(seed: seed &+ 9)) } }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        for tally in tallies {
            sum.placed += tally.placed
            sum.soldOut += tally.soldOut
            sum.refusals += tally.refusals
        }
    }

    /// One buyer after the other, more than there is for; some change their minds.
    private func buy(_ seeded: RaceDice) async throws -> Tally {
        var dice = seeded
        var tally = Tally()
        for _ in 0..<(plan.isCrowded ? 2 : 3) {
            try await pause(upTo: plan.isCrowded ? 300 : 60, &dice)
            guard let listing = listings.randomElement(using: &dice) else { break }
            let units = Int.random(in: 1...2, using: &dice)
            let isFickle = plan.isCrowded && Int.random(in: 0..<6, using: &dice) == 0
            let mind = isFickle ? #"{"pays_after_seconds": 600, "cancels": "onHold"}"# : #"{"pays_after_seconds": 600}"#
            let answer = try await house.sandbox.post(
                "/shops/\(listing.shop)/orders",
                #"{"lines": [{"sku": "\#(listing.channelSKU)", "units": \#(units)}], "plan": \#(mind)}"#)
            if let order = answer["orders"].list.first?["id"].text {
                tally.placed.append(order)
            } else {
                #expect(answer.status == 409, "sold out: \(answer.body)")
                tally.soldOut += 1
            }
        }
        return tally
    }

    /// A person counts anew, and sets units aside for a while; what is promised already is refused.
    private func meddle(_ seeded: RaceDice) async throws -> Tally {
        var dice = seeded
        var tally = Tally()
        var holds: [String] = []
        for _ in 0..<3 {
            try await pause(upTo: 400, &dice)
            let code = Bool.random(using: &dice) ? plan.lamp : plan.bulb
            let place = #""sku": "\#(skus[code] ?? "")", "location": "\#(location)", "reason": "race""#
            let answer: Door.Answer
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: answer = try await door.post("/v1/stock/adjustments", #"{\#(place), "units": 2}"#)
            case 1: answer = try await door.post("/v1/stock/adjustments", #"{\#(place), "units": -2}"#)
            case 2 where !holds.isEmpty:
                answer = try await door.send(.delete, "/v1/stock/holds/\(holds.removeLast())")
            default:
                answer = try await door.post("/v1/stock/holds", #"{\#(place), "units": 2}"#)
                if let hold = answer["hold"].text { holds.append(hold) }
            }
            // A busy machine may not answer in time; whatever was done stands in the ledger.
            #expect([200, 201, 409, 503, 504].contains(answer.status), "\(answer.status) \(answer.body)")
            if answer.status == 409 { tally.refusals += 1 }
        }
        return tally
    }

    /// Waits until every order is decided, nobody who waits could be served, and every listing shows what is left.
    ///
    /// - Returns: The books in which it was so.
    @discardableResult
    func settle(_ placed: [String]) async throws -> RaceBooks {
        var state = "nothing was read yet"
        var settled = RaceBooks()
        do {
            try await eventually(within: Brand.patience * 2, "race \(plan.seed) is settled") {
                let books = try await books()
                let missing = placed.filter { books.orders[$0] == nil }
                let (wrong, open) = (books.strays(of: listings) + books.unheard, books.undecided)
                state = "unknown \(missing), undecided \(open), listings \(wrong), levels \(books.levels)"
                settled = books
                return missing.isEmpty && open.isEmpty && wrong.isEmpty
            }
            return settled
        } catch {
            Issue.record("race \(plan.seed): \(state)")
            throw error
        }
    }

    /// Lets the others move, for a time that the seed decides.
    private func pause(upTo most: Int, _ dice: inout RaceDice) async throws {
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...most, using: &dice)))
    }
}

import Commerce
import Contracts
import Messaging
import Postgres

/// Answers what a score would be if something were different.
struct ScoreSimulateHandler: RequestHandler {
    let bureau: Bureau
    private static let mostChanges = 3

    func answer(_ question: Received<ScoreSimulate>, _ desk: Desk) async throws -> ScoreSimulate.Reply {
        let wanted = question.body.changes
        guard (1...Self.mostChanges).contains(wanted.count) else {
            throw Refusal(
                .invalid, code: "outOfRange", "changes must be 1 to \(Self.mostChanges)", field: "/changes")
        }
        var changes: [Change] = []
        for (place, change) in wanted.enumerated() {
            changes.append(try checked { () throws(Wrong) in try Change(change, at: "/changes/\(place)") })
        }
        guard Set(wanted.map(\.what)).count == wanted.count else {
            throw Refusal(.invalid, code: "twice", "changes must not name the same fact twice", field: "/changes")
        }
        let snapshot = try await snapshot(of: try desk.person(), desk)
        guard let snapshot, let model = bureau.models[snapshot.model] else {
            throw Refusal(.conflict, code: "notScoredYet", "there is no score to begin with")
        }
        guard !snapshot.facts.shops.isEmpty else {
            throw Refusal(
                .conflict, code: "noShop", "changes are about own shops, and the score rests on none", field: "/changes"
            )
        }
        var assumed = snapshot
        do {
            for change in changes { assumed = try assumed.assuming(change) }
            return ScoreSimulate.Reply(
                now: CreditScore(try Scoring.score(snapshot, by: model)),
                assumed: CreditScore(try Scoring.score(assumed, by: model)))
        } catch is MoneyError {
            throw Refusal(.invalid, code: "outOfRange", "the changes make amounts that cannot be", field: "/changes")
        }
    }

    /// What the score was made of that the person is told now: nobody is scored by what an obstacle stands before.
    private func snapshot(of subject: TenantID, _ desk: Desk) async throws -> Snapshot? {
        try await desk.read { database in
            guard let standing = try await ScoreStore.standing(of: subject, database) else { return nil }
            if let obstacle = standing.obstacles.first {
                throw Refusal(.conflict, code: obstacle.code, "there is no score at present: \(obstacle.sentence)")
            }
            return try await ScoreStore.snapshot(of: subject, database)
        }
    }
}

extension Change {
    /// Reads a change as it is asked for, or says what is wrong with it.
    fileprivate init(_ wanted: CreditChange, at field: String) throws(Wrong) {
        let wrong = Wrong("notANumber", at: "\(field)/value", "must be a decimal such as 0.05, of at most 6 places")
        guard let number = try? Fraction(decimal: wanted.value), 1_000_000 % number.denominator == 0,
            let millionths = Int64(exactly: Int128(number.numerator) * Int128(1_000_000 / number.denominator))
        else { throw wrong }
        let quantity = Quantity(millionths: millionths)
        func whole() throws(Wrong) -> Int {
            guard number.denominator == 1 else { throw Wrong("notWhole", at: "\(field)/value", "must be whole") }
            return Int(number.numerator)
        }
        self =
            switch wanted.what {
            case .returnRate: .returnRate(quantity)
            case .shopRating: .shopRating(quantity)
            case .onTimeRate: .onTimeRate(quantity)
            case .violations: .violations(try whole())
            case .newProducts: .newProducts(try whole())
            }
        do throws(Wrong) {
            try check()
        } catch {
            throw Wrong(error.code, at: "\(field)/value", error.sentence)
        }
    }
}

import Commerce
import Contracts

/// What becomes of a person at one time: a score, or what stands in its way; and how each account stands.
struct Assessment: Sendable {
    let standing: Standing
    /// Nil where there is no score.
    let score: Score?
    /// What the score was made of.
    let snapshot: Snapshot?

    /// - Parameters:
    ///   - sums: by account; an account without orders has none.
    ///   - disputes: open ones are marked, accepted ones count as missing.
    init(
        _ accounts: [LinkedAccount], _ sums: [AccountID: AccountSums], _ disputes: Disputes, asOf: Instant,
        by model: Model, in markets: Markets
    ) throws(Unscorable) {
        let known = accounts.filter { $0.eligible != nil }
        let eligibility = Eligibility(known.compactMap(\.eligible), in: markets)
        let obstacles = Dictionary(zip(known.map(\.account), eligibility.obstacles)) { first, _ in first }
        var standing = Standing(asOf: asOf, model: model.version, disputed: disputes.open.map(\.text).sorted())
        standing.accounts = accounts.map { Standing.Line($0, obstacles[$0.account] ?? [.noActiveShop]) }
        standing.obstacles = eligibility.blocking.map(Standing.Trouble.init)
        let counted = known.filter { !eligibility.isEligible || obstacles[$0.account]?.isEmpty == true }
        standing.papers = AskedPaper.distinct(counted.compactMap(\.eligible).flatMap { $0.papers(in: markets) })
        guard eligibility.isEligible else {
            (self.standing, score, snapshot) = (standing, nil, nil)
            return
        }
        let facts = Facts(counted, sums, asOf: asOf).without(disputes.accepted)
        let snapshot = Snapshot(model: model.version, asOf: asOf, currency: model.currency, facts: facts)
        do throws(Unscorable) {
            score = try Scoring.score(snapshot, by: model)
            (self.standing, self.snapshot) = (standing, snapshot)
        } catch {
            guard case .missing = error else { throw error }
            let currencies = facts.currenciesWithoutRate
            standing.obstacles = [currencies.isEmpty ? .incomeUnknown : .noExchangeRate(currencies)]
            (self.standing, score, self.snapshot) = (standing, nil, nil)
        }
    }
}

extension Facts {
    /// What is known of some accounts.
    init(_ accounts: [LinkedAccount], _ sums: [AccountID: AccountSums], asOf: Instant) {
        self.init(
            shops: accounts.filter { $0.kind == .seller }.map {
                ShopFacts($0, sums[$0.account] ?? AccountSums(), asOf: asOf)
            },
            creators: accounts.filter { $0.kind == .creator }.map {
                CreatorFacts($0, sums[$0.account] ?? AccountSums(), asOf: asOf)
            })
    }
}

/// What a person contests.
struct Disputes: Sendable {
    var open: Set<Contested> = []
    var accepted: Set<Contested> = []
}

extension Contested {
    /// As standings and scores name it.
    var text: String { "\(account)/\(datum)" }
}

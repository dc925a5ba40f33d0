import Contracts
import Messaging
import Postgres

/// Keeps orders that are credited to creators, of linked shops and creator accounts.
struct AffiliateOrderChangedHandler: Handler {
    let wishes: ScoreWishes

    func load(
        _ messages: [Received<AffiliateOrderChanged>], _ pipeline: inout Pipeline
    ) -> Loading<[AccountKey: TenantID]> {
        // What a shop pays its creators is no income of a creator's: each side is taken of its own kind alone.
        let (shops, creators) = (messages.filter { $0.body.shop != nil }, messages.filter { $0.body.shop == nil })
        let sellers = AccountStore.subjects(of: shops.compactMap(\.creditedAccount), as: .seller, &pipeline)
        let earners = AccountStore.subjects(of: creators.compactMap(\.creditedAccount), as: .creator, &pipeline)
        return Loading { try sellers().merging(try earners()) { first, _ in first } }
    }

    func decide(
        _ message: Received<AffiliateOrderChanged>, _ subjects: [AccountKey: TenantID]
    ) -> Decision<AffiliateStore.Row> {
        guard let key = message.creditedAccount else { return .reject("an affiliate order of no account") }
        guard let subject = subjects[key] else { return .done() }
        do throws(MoneyError) {
            let rows = try AffiliateRow.rows(message.body)
            return .done([
                AffiliateStore.Row(subject: subject, account: key.account, order: message.body, rows: rows)
            ])
        } catch {
            return .reject("an amount cannot be counted", detail: "\(error)")
        }
    }

    func apply(_ change: AffiliateStore.Row, to subjects: inout [AccountKey: TenantID]) {}

    func save(_ rows: [AffiliateStore.Row], _ pipeline: inout Pipeline) throws {
        try AffiliateStore.save(rows, &pipeline)
        try wishes.want(rows.map(\.subject), &pipeline)
    }
}

extension Received<AffiliateOrderChanged> {
    /// The account that it was read from; nil where that is not told, or without a tenant.
    fileprivate var creditedAccount: AccountKey? {
        if let shop = body.shop { return account(shop) }
        return body.creator.flatMap { account($0) }
    }
}

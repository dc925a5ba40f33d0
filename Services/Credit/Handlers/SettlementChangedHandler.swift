import Contracts
import Messaging
import Postgres

/// Keeps what a linked shop's statements came to and what became of their payment.
struct SettlementChangedHandler: Handler {
    let wishes: ScoreWishes

    func load(
        _ messages: [Received<SettlementChanged>], _ pipeline: inout Pipeline
    ) -> Loading<[AccountKey: TenantID]> {
        Loading(
            AccountStore.subjects(
                of: messages.compactMap { $0.account($0.body.shop) }, as: .seller, &pipeline))
    }

    func decide(
        _ message: Received<SettlementChanged>, _ subjects: [AccountKey: TenantID]
    ) -> Decision<SettlementStore.Row> {
        guard let key = message.account(message.body.shop) else { return .reject("a statement without a tenant") }
        guard let subject = subjects[key] else { return .done() }
        return .done([SettlementStore.Row(subject: subject, account: key.account, statement: message.body)])
    }

    func apply(_ change: SettlementStore.Row, to subjects: inout [AccountKey: TenantID]) {}

    func save(_ rows: [SettlementStore.Row], _ pipeline: inout Pipeline) throws {
        SettlementStore.save(rows, &pipeline)
        try wishes.want(rows.map(\.subject), &pipeline)
    }
}

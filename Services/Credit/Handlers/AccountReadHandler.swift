import Contracts
import Messaging
import Postgres

/// Notes when accounts were read last, which is how old what is known of them is. Nobody is scored anew for that alone:
/// everybody is once a day.
struct AccountReadHandler: Handler {
    /// An account that was read.
    struct Change: Sendable {
        let key: AccountKey
        let told: AccountRead
    }

    func decide(_ message: Received<AccountRead>, _ nothing: Void) -> Decision<Change> {
        guard let key = message.account(message.body.account) else { return .reject("an account without a tenant") }
        return .done([Change(key: key, told: message.body)])
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.key, $0.told) }) { $1.at > $0.at ? $1 : $0 }
        try AccountStore.save(newest, &pipeline)
    }
}

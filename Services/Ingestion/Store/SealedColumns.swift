import Contracts
import Foundation
import Messaging

/// Everything that Ingestion keeps sealed, for the day on which keys are changed.
enum SealedColumns {
    /// Tokens, codes and grants under their own keys; what tells of persons under the third.
    static func all(_ accounts: AccountStore, personal: Vault) -> [SealedColumn] {
        tokens(accounts) + [
            SealedColumn("webhooks", "payload", key: "payload_key", vault: personal, facts: ["notification_id"]) {
                WebhookStore.place($0[0])
            },
            SealedColumn("recipients", "sealed", key: "sealed_key", vault: personal, facts: ["order_id::text"]) {
                UUID(text: $0[0]).map { OrderStore.place(OrderID($0)) }
            },
        ] + SealedColumn.ofMessages(personal)
    }

    private static func tokens(_ accounts: AccountStore) -> [SealedColumn] {
        [
            SealedColumn("accounts", "access_token", key: "access_key", vault: accounts.access, facts: ["id::text"]) {
                UUID(text: $0[0]).map { AccountStore.place("access", $0) }
            },
            SealedColumn("accounts", "refresh_token", key: "refresh_key", vault: accounts.refresh, facts: ["id::text"])
            { UUID(text: $0[0]).map { AccountStore.place("refresh", $0) } },
            SealedColumn("callbacks", "code", key: "code_key", vault: accounts.access, facts: ["id::text"]) {
                UUID(text: $0[0]).map { CallbackStore.place($0) }
            },
            SealedColumn("callbacks", "granted", key: "granted_key", vault: accounts.refresh, facts: ["id::text"]) {
                UUID(text: $0[0]).map { CallbackStore.place($0, "grant") }
            },
        ]
    }
}

import Contracts
import Foundation
import Messaging

/// Makes a key that may do everything for an agency, and the agency itself when there is none of its name: the first
/// door, and a new one for whoever has lost all keys. It runs as the worker, whom row level security does not hold.
struct Bootstrap {
    private let agency: String
    private static let actor = "bootstrap"
    private static let scopes = AccessScope.allCases.filter(KeyRules.allowed(to: .agency).contains)

    init(agency: String) {
        self.agency = agency
    }

    /// Answers the key's text, which is kept nowhere.
    func run(_ messaging: Messaging) async throws -> KeyText {
        let name = try PlainName.checked(agency, at: "/name")
        var generator = SystemRandomNumberGenerator()
        let text = KeyText.make(using: &generator)
        try await messaging.transact { transaction in
            let known = try await TenantStore.lockAgency(named: name, transaction.database)
            let tenant = if let known { known.id } else { try await make(name, transaction) }
            let key = KeyRecord(
                id: .mint(), tenant: tenant, name: Self.actor, prefix: text.prefix, scopes: Self.scopes,
                createdAt: Instant(Date()), createdBy: Self.actor)
            try await KeyStore.insert(key, text, transaction.database)
            let note = ActionNote(
                action: "keyCreated", subject: key.id.description, sentence: "The key \(key.prefix) was made.")
            try await note.write(tenant, by: Self.actor, transaction)
        }
        return text
    }

    private func make(_ name: String, _ transaction: MessagingTransaction) async throws -> TenantID {
        let agency = TenantRecord(id: .mint(), kind: .agency, name: name, createdAt: Instant(Date()))
        try await TenantStore.insert(agency, transaction.database)
        let first = VersionedSettings(tenant: agency.id, version: 1, settings: TenantSettings())
        try await SettingsStore.insert(first, by: Self.actor, transaction.database)
        let event = try SettingsRules.announcement(first.settings, version: 1)
        try transaction.publish([Draft(event, tenant: agency.id, subject: agency.id.description)])
        return agency.id
    }
}

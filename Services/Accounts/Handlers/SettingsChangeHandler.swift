import Contracts
import Messaging

/// Changes a tenant's settings and tells everybody.
struct SettingsChangeHandler: RequestHandler {
    func answer(_ question: Received<SettingsChange>, _ desk: Desk) async throws -> VersionedSettings {
        let wanted = question.body
        // Checked before the transaction: whatever the version is, the settings are wrong.
        _ = try checked { () throws(Wrong) in try SettingsRules.announcement(wanted.settings, version: 1) }
        return try await desk.write { transaction in
            guard let old = try await SettingsStore.lock(wanted.tenant, transaction.database) else {
                throw Refusal.notFound("tenant", at: "/tenant")
            }
            guard wanted.ifVersion.map({ $0 == old.version }) ?? true else {
                throw Refusal(
                    .conflict, code: "versionChanged", "the settings are at version \(old.version)", field: "/ifVersion"
                )
            }
            guard wanted.settings != old.settings else { return old }
            return try await change(old, to: wanted.settings, by: desk.caller.actor, transaction)
        }
    }

    private func change(
        _ old: VersionedSettings, to settings: TenantSettings, by actor: String, _ transaction: MessagingTransaction
    ) async throws -> VersionedSettings {
        let next = VersionedSettings(tenant: old.tenant, version: old.version + 1, settings: settings)
        let event = try checked { () throws(Wrong) in
            try SettingsRules.announcement(settings, version: next.version)
        }
        try await SettingsStore.update(next, by: actor, transaction.database)
        try transaction.publish([Draft(event, tenant: old.tenant, subject: old.tenant.description)])
        let note = ActionNote(
            action: "settingsChanged", subject: old.tenant.description,
            sentence: "The settings were changed: \(SettingsRules.words(settings, since: old.settings)).")
        try await note.write(old.tenant, by: actor, transaction)
        return next
    }
}

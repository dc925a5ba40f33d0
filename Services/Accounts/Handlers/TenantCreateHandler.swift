import Contracts
import Foundation
import Messaging

/// Adds a brand to the caller's agency.
struct TenantCreateHandler: RequestHandler {
    func answer(_ question: Received<TenantCreate>, _ desk: Desk) async throws -> TenantRecord {
        let wanted = question.body
        let name = try checked { () throws(Wrong) in try PlainName.checked(wanted.name, at: "/name") }
        let settings = wanted.settings ?? TenantSettings()
        let first = try checked { () throws(Wrong) in try SettingsRules.announcement(settings, version: 1) }
        return try await desk.write { transaction in
            let agency = try await agency(transaction)
            let brand = TenantRecord(
                id: .mint(), kind: .brand, name: name, agency: agency, createdAt: Instant(Date()))
            try await TenantStore.see(brand.id, besides: desk.caller.tenants, transaction.database)
            try await TenantStore.insert(brand, transaction.database)
            let versioned = VersionedSettings(tenant: brand.id, version: 1, settings: settings)
            try await SettingsStore.insert(versioned, by: desk.caller.actor, transaction.database)
            try transaction.publish([Draft(first, tenant: brand.id, subject: brand.id.description)])
            let note = ActionNote(
                action: "tenantCreated", subject: brand.id.description, sentence: "The brand \(name) was added.")
            try await note.write(brand.id, by: desk.caller.actor, transaction)
            return brand
        }
    }

    private func agency(_ transaction: MessagingTransaction) async throws -> TenantID {
        guard let agency = try await TenantStore.lockAgency(transaction.database) else {
            throw Refusal(.forbidden, code: "notAnAgency", "only an agency adds brands")
        }
        guard agency.brands < TenantStore.mostBrands else {
            throw Refusal(.conflict, code: "tooManyBrands", "an agency holds at most \(TenantStore.mostBrands) brands")
        }
        return agency.id
    }
}

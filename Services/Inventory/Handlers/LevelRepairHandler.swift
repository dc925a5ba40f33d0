import Contracts
import Foundation
import Messaging
import Postgres

/// Puts the levels of a SKU back to their ledger, and has the channels told.
struct LevelRepairHandler: RequestHandler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }
    private static let reason = "put back to the ledger"

    func answer(_ question: Received<LevelRepair>, _ desk: Desk) async throws -> RepairReceipt {
        let (asked, at) = (question.body, now())
        // An operator speaks for the platform, not for a brand.
        return try await desk.writeAsService { transaction in
            let known = try await LedgerStore.load(asked.code, of: asked.tenant, transaction.database)
            guard !known.isEmpty else { throw Refusal.notFound("SKU", at: "/code") }
            let mendings = try known.compactMap { key, level, ledger in
                try mend(level, key, ledger, desk.caller.actor).map { (key: key, mending: $0) }
            }
            let receipt = RepairReceipt(
                action: "levelRepaired", subject: asked.code,
                sentence: "\(mendings.count) levels of \(asked.code) were put back to their ledger.",
                actor: desk.caller.actor, at: at, tenant: asked.tenant)
            guard !mendings.isEmpty else { return receipt }
            try await LedgerStore.save(mendings, cause: question.metadata.id, transaction.database)
            try await desk.leaveReceipt(
                Repair("repair level", of: "SKU \(asked.code), tenant \(asked.tenant)", count: mendings.count),
                asked.repair, in: transaction.database)
            try transaction.publish(drafts(mendings, known, receipt, asked.tenant))
            return receipt
        }
    }

    private func mend(
        _ level: Level, _ key: LevelKey, _ ledger: Ledger, _ actor: String
    ) throws -> Ledger.Mending? {
        do throws(Ledger.Overdrawn) {
            return try ledger.mend(level, key, actor: actor, reason: Self.reason)
        } catch {
            throw Refusal(
                .conflict, code: "overdrawn",
                "by its moves \(error.onHand) units are there, and \(error.promised) are promised: count and adjust "
                    + "first")
        }
    }

    private func drafts(
        _ mendings: [(key: LevelKey, mending: Ledger.Mending)],
        _ known: [(key: LevelKey, level: Level, ledger: Ledger)], _ receipt: RepairReceipt, _ tenant: TenantID
    ) -> [Draft] {
        let before = Dictionary(known.map { ($0.key, $0.level) }) { first, _ in first }
        let changed = mendings.map { key, mending in
            Draft(
                StockChanged(key, mending.level, version: mending.level.version, at: receipt.at, mustTell: true),
                tenant: tenant, subject: key.sku.description)
        }
        let places = mendings.filter { $0.mending.level.free > before[$0.key]?.free ?? 0 }.map(\.key)
            .map { StockRisen.Place(sku: $0.sku, location: $0.location) }
        let risen = places.isEmpty ? [] : [Draft(StockRisen(places: places), tenant: tenant)]
        let taken = ActionTaken(
            action: receipt.action, subject: receipt.subject, sentence: receipt.sentence, actor: receipt.actor,
            at: receipt.at)
        return changed + risen + [Draft(taken, tenant: tenant)]
    }
}

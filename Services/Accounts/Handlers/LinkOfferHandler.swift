import Contracts
import Foundation
import Messaging
import Postgres

/// Offers a person an account of the brand that asks.
struct LinkOfferHandler: RequestHandler {
    func answer(_ question: Received<LinkOffer>, _ desk: Desk) async throws -> SubjectLink {
        let wanted = question.body
        guard let brand = desk.caller.tenants.first, desk.caller.tenants.count == 1, brand != wanted.subject else {
            throw Refusal(.invalid, code: "brandNeeded", "one brand offers its account", field: "/tenant")
        }
        do {
            return try await desk.write { try await offer(wanted, by: brand, desk.caller.actor, $0) }
        } catch let error as PostgresError where error.sqlState == Self.noSuchTenant {
            throw Refusal.notFound("subject", at: "/subject")
        } catch let error as PostgresError where error.sqlState == Self.offeredAlready {
            // Somebody else has offered the same meanwhile.
            return try await desk.write { try await offer(wanted, by: brand, desk.caller.actor, $0) }
        }
    }

    /// Foreign key violation (PostgreSQL, Appendix A).
    private static let noSuchTenant = "23503"
    /// Unique violation.
    private static let offeredAlready = "23505"

    private func offer(
        _ wanted: LinkOffer, by brand: TenantID, _ actor: String, _ transaction: MessagingTransaction
    ) async throws -> SubjectLink {
        guard try await TenantStore.kind(of: brand, transaction.database) == .brand else {
            throw Refusal(.forbidden, code: "notABrand", "only a brand has accounts to offer")
        }
        let now = Instant(Date())
        if let known = try await LinkStore.lock(wanted, by: brand, transaction.database) {
            guard known.state == .ended else {
                guard known.kind == wanted.kind else {
                    throw Refusal(
                        .conflict, code: "otherKind", "the account is offered as something else", field: "/kind")
                }
                return known
            }
            var again = known
            again.kind = wanted.kind
            return try await LinkMove(to: .offered, at: now).make(again, by: actor, transaction) ?? known
        }
        let link = LinkRules.offer(wanted, by: brand, at: now)
        try await LinkStore.insert(link, transaction.database)
        try await LinkMove.note(link, by: actor, transaction)
        return link
    }
}

/// Moves a link to another state, tells everybody who has to know, and writes the line of the log.
struct LinkMove {
    let to: SubjectLink.State
    let at: Instant

    /// The link as it is then; nil where nothing changes.
    func make(
        _ link: SubjectLink, by actor: String, _ transaction: MessagingTransaction
    ) async throws -> SubjectLink? {
        let next: SubjectLink?
        do throws(Wrong) {
            next = try LinkRules.moved(link, to: to, at: at)
        } catch {
            throw Refusal(.conflict, code: error.code, "the link \(error.sentence)", field: error.field)
        }
        guard let next else { return nil }
        try await LinkStore.update(next, transaction.database)
        let own = try await TenantStore.list(transaction.database).map(\.id)
        try await Self.note(next, by: actor, transaction)
        // An offer says nothing yet.
        if link.state == .linked || next.state == .linked {
            // What is told is the person's, also where the brand ends the link; nothing else follows.
            if !own.contains(next.subject) {
                try await TenantStore.see(next.subject, besides: own, transaction.database)
            }
            try transaction.publish([
                Draft(SubjectChanged(link: next), tenant: next.subject, subject: next.account.description)
            ])
        }
        return next
    }

    /// The line stands in the log of the one who did it.
    static func note(_ link: SubjectLink, by actor: String, _ transaction: MessagingTransaction) async throws {
        let (action, sentence) =
            switch link.state {
            case .offered: ("linkOffered", "A \(link.kind) account was offered to a person.")
            case .linked: ("linkAccepted", "A \(link.kind) account was taken up.")
            case .ended: ("linkEnded", "The link to a \(link.kind) account was ended.")
            }
        let tenants = try await TenantStore.list(transaction.database).map(\.id)
        guard let own = tenants.first(where: { $0 == link.subject || $0 == link.brand }) else { return }
        try await ActionNote(action: action, subject: link.link.description, sentence: sentence)
            .write(own, by: actor, transaction)
    }
}

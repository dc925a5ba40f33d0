import Contracts
import Foundation
import Messaging

/// Makes a key for a lender, and the lender itself where there is none of its name. Operators alone ask this, as
/// ``OperatorRequest`` says; their rights are no tenant's, so it runs as the service.
struct LenderAddHandler: RequestHandler {
    private static let keyName = "Lender"

    func answer(_ question: Received<LenderAdd>, _ desk: Desk) async throws -> NewLender {
        let name = try checked { () throws(Wrong) in try PlainName.checked(question.body.name, at: "/name") }
        var generator = SystemRandomNumberGenerator()
        let text = KeyText.make(using: &generator)
        return try await desk.writeAsService { transaction in
            let now = Instant(Date())
            var lender = TenantRecord(id: .mint(), kind: .lender, name: name, createdAt: now)
            if let known = try await TenantStore.lockLender(named: name, transaction.database) {
                lender = known
            } else {
                try await TenantStore.insert(lender, transaction.database)
            }
            let key = KeyRecord(
                id: .mint(), tenant: lender.id, name: Self.keyName, prefix: text.prefix,
                scopes: AccessScope.allCases.filter(KeyRules.allowed(to: .lender).contains), createdAt: now,
                createdBy: desk.caller.actor)
            try await KeyStore.insert(key, text, transaction.database)
            let note = ActionNote(
                action: "keyCreated", subject: key.id.description, sentence: "The key \(key.prefix) was made.")
            try await note.write(lender.id, by: desk.caller.actor, transaction)
            try transaction.publish([.telling(lender)])
            return NewLender(lender: lender, key: NewKey(key: key, secret: text.text))
        }
    }
}

extension Draft {
    /// Tells that somebody is a lender, and what they are called.
    static func telling(_ lender: TenantRecord) -> Draft {
        Draft(
            LenderAdded(lender: lender.id, name: lender.name), tenant: lender.id, subject: lender.id.description)
    }
}

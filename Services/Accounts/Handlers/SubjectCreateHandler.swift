import Contracts
import Foundation
import Messaging

/// Adds a person, with a key that is theirs.
struct SubjectCreateHandler: RequestHandler {
    private static let keyName = "First key"

    func answer(_ question: Received<SubjectCreate>, _ desk: Desk) async throws -> NewSubject {
        let name = try checked { () throws(Wrong) in try PlainName.checked(question.body.name, at: "/name") }
        var generator = SystemRandomNumberGenerator()
        let text = KeyText.make(using: &generator)
        let id = KeyID.mint()
        // The answer is kept for repeats, without the text.
        var answer = try await desk.write { transaction in
            let (actor, now) = (desk.caller.actor, Instant(Date()))
            let subject = TenantRecord(id: .mint(), kind: .subject, name: name, createdAt: now)
            if let asking = desk.caller.tenants.first {
                let note = ActionNote(
                    action: "subjectAdded", subject: subject.id.description, sentence: "The person \(name) was added.")
                try await note.write(asking, by: actor, transaction)
            }
            // From here on as the person: whoever asked has no rows of theirs.
            try await TenantStore.see(subject.id, besides: [], transaction.database)
            try await TenantStore.insert(subject, transaction.database)
            let key = KeyRecord(
                id: id, tenant: subject.id, name: Self.keyName, prefix: text.prefix,
                scopes: AccessScope.allCases.filter(KeyRules.allowed(to: .subject).contains), createdAt: now,
                createdBy: actor)
            try await KeyStore.insert(key, text, transaction.database)
            try await TenantStore.see(desk.caller.tenants, transaction.database)
            return NewSubject(subject: subject, key: NewKey(key: key, secret: nil))
        }
        if answer.key.key.id == id { answer.key.secret = text.text }
        return answer
    }
}

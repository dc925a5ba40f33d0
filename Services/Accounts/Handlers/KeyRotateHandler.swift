import Contracts
import Foundation
import Messaging

/// Makes a key that takes the place of another.
struct KeyRotateHandler: RequestHandler {
    func answer(_ question: Received<KeyRotate>, _ desk: Desk) async throws -> NewKey {
        let (wanted, now) = (question.body, Date())
        let end = try checked { () throws(Wrong) in try KeyRules.end(wanted.expiresAt, now: now) }
        return try await KeyMaking(desk).make { transaction in
            guard let old = try await KeyStore.lock(wanted.key, transaction.database) else {
                throw Refusal.notFound("key", at: "/key")
            }
            guard old.state == .live else {
                throw Refusal(.conflict, code: "keyNotLive", "the key is \(old.state.rawValue)", field: "/key")
            }
            // The old key is locked: of two rotations at a time the second one sees what the first has made.
            if let new = try await KeyStore.replacement(of: old, transaction.database) {
                throw Refusal(
                    .conflict, code: "alreadyReplaced",
                    "the key \(new) takes its place already; rotate that one, or revoke it first", field: "/key")
            }
            // Else whoever may make keys could take over a key that may do more.
            let own = try await KeyStore.scopes(prefix: desk.caller.actor, transaction.database)
            let scopes = try checked { () throws(Wrong) in try KeyRules.scopes(old.scopes, grantedBy: own) }
            let endOfOld = try checked { () throws(Wrong) in
                try KeyRules.endOfOld(wanted.overlapHours, expires: old.expiresAt?.date, now: now)
            }
            try await KeyStore.expire(old.id, at: endOfOld, transaction.database)
            return KeyMaking.Plan(tenant: old.tenant, name: old.name, scopes: scopes, expiresAt: end, replaces: old)
        }
    }
}

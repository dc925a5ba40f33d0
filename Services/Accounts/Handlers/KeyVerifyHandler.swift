import Contracts
import Messaging

/// Answers who holds a key.
struct KeyVerifyHandler: RequestHandler {
    func answer(_ question: Received<KeyVerify>, _ desk: Desk) async throws -> KeyVerify.Reply {
        let digest = try checked { () throws(Wrong) in try KeyText.digest(hex: question.body.digest) }
        // A write, as the use is noted.
        let found = try await desk.write { transaction in
            guard let key = try await KeyStore.verify(digest, transaction.database) else {
                throw Refusal(.forbidden, code: "unknownKey", "the key is not known")
            }
            return try reply(key)
        }
        return found
    }

    private func reply(_ key: VerifiedKey) throws(Refusal) -> KeyVerify.Reply {
        switch key.state {
        case .revoked: throw Refusal(.forbidden, code: "revokedKey", "the key \(key.prefix) was revoked")
        case .expired: throw Refusal(.forbidden, code: "expiredKey", "the key \(key.prefix) has expired")
        case .live: break
        }
        return KeyVerify.Reply(
            key: KeyID(key.key), tenant: TenantID(key.tenant), kind: key.kind,
            tenants: ([key.tenant] + key.brands).map { TenantID($0) },
            scopes: key.scopes.compactMap(AccessScope.init).filter(KeyRules.allowed(to: key.kind).contains),
            actor: key.prefix,
            expiresAt: key.expiresAt.map { Instant(nearest: $0) })
    }
}

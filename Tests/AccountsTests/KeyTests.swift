import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Accounts

@Suite(.timeLimit(.minutes(3)))
struct KeyTests {
    @Test("a key opens its tenant; an agency's opens its brands too, itself first")
    func keyOpensTenant() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            #expect(agency.verified.kind == .agency)
            #expect(agency.verified.tenants == [agency.tenant])
            #expect(agency.verified.scopes == AccountsWorld.brandScopes)
            let b = try await world.ask(TenantCreate(name: "b"), as: agency)
            let a = try await world.ask(TenantCreate(name: "a"), as: agency)
            #expect(try await world.again(agency).verified.tenants == [agency.tenant, a.id, b.id])
            let brand = try await world.key(of: a.id, [.stockRead], from: try await world.again(agency))
            #expect(brand.verified.kind == .brand)
            #expect(brand.verified.tenants == [a.id])
            #expect(brand.verified.scopes == [.stockRead])
        }
    }

    @Test("a key is told once and kept nowhere")
    func keyToldOnce() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let question = KeyCreate(tenant: agency.tenant, name: " till ", scopes: [.ordersRead])
            let first = try await world.ask(question, as: agency, idempotencyKey: "k")
            let secret = try #require(first.secret)
            #expect(secret.wholeMatch(of: /shop_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}/) != nil)
            #expect(secret.hasPrefix(first.key.prefix + "_"))
            #expect(first.key.name == "till")
            let second = try await world.ask(question, as: agency, idempotencyKey: "k")
            #expect(second.key == first.key)
            #expect(second.secret == nil)
            let copies = try await world.database.first(
                """
                SELECT count(*) FROM (SELECT k::text AS row FROM api_keys k UNION ALL SELECT i::text FROM idempotency i
                    UNION ALL SELECT a::text FROM actions a) AS rows WHERE position(\(secret) IN row) > 0
                """, as: Int.self)
            #expect(copies == 0)
            let digest = try await world.database.first(
                "SELECT digest FROM api_keys WHERE key_id = \(first.key.id.uuid)", as: [UInt8].self)
            #expect(digest == KeyText(text: secret).digest)
            #expect(try await world.verify(secret).key == first.key.id)
        }
    }

    @Test("unknown, expired and revoked keys are told apart, and what is no digest is refused")
    func unknownExpiredRevoked() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let wrong = await world.refusal(KeyVerify(digest: String(repeating: "0", count: 64)))
            #expect(wrong?.kind == .forbidden)
            #expect(wrong?.code == "unknownKey")
            for text in ["", "xyz", String(repeating: "G", count: 64), String(repeating: "0", count: 65)] {
                #expect(await world.refusal(KeyVerify(digest: text))?.field == "/digest")
            }
            let expired = try await world.key(of: agency.tenant, from: agency)
            try await world.database.run(
                "UPDATE api_keys SET expires_at = now() - interval '1 s' WHERE key_id = \(expired.verified.key.uuid)")
            let digest = { (holder: Holder) in KeyVerify(digest: hex(KeyText(text: holder.secret).digest)) }
            #expect(await world.refusal(digest(expired))?.code == "expiredKey")
            let revoked = try await world.key(of: agency.tenant, from: agency)
            let record = try await world.ask(KeyRevoke(key: revoked.verified.key), as: agency)
            #expect(record.state == .revoked)
            #expect(await world.refusal(digest(revoked))?.code == "revokedKey")
            #expect(
                try await world.ask(KeyRevoke(key: revoked.verified.key), as: agency) == record, "again is no change")
        }
    }

    @Test("the use of a key is noted, to the minute")
    func useKeyNoted() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let used = { try await world.ask(KeyList(tenant: agency.tenant), as: agency)[0].lastUsedAt }
            let first = try #require(try await used())
            _ = try await world.verify(agency.secret)
            #expect(try await used() == first)
            try await world.database.run("UPDATE api_keys SET last_used_at = now() - interval '61 s'")
            _ = try await world.verify(agency.secret)
            #expect(try #require(try await used()) >= first)
        }
    }

    @Test("after a rotation both keys open until the overlap ends")
    func afterRotationBoth() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let old = try await world.key(of: agency.tenant, [.ordersRead, .keysWrite], from: agency)
            let before = Date()
            let new = try await world.ask(KeyRotate(key: old.verified.key, overlapHours: 2), as: old)
            let secret = try #require(new.secret)
            #expect(new.key.replaces == old.verified.key)
            #expect(new.key.scopes == [.ordersRead, .keysWrite])
            #expect(try await world.verify(secret).scopes == new.key.scopes)
            let end = try #require(try await world.verify(old.secret).expiresAt).date.timeIntervalSince(before)
            #expect(abs(end - 2 * 3600) < 30)
            let now = try await world.ask(KeyRotate(key: new.key.id, overlapHours: 0), as: agency)
            let replaced = KeyVerify(digest: hex(KeyText(text: secret).digest))
            try await eventually("without overlap the old key has ended") {
                await world.refusal(replaced)?.code == "expiredKey"
            }
            #expect(await world.refusal(KeyRotate(key: new.key.id), as: agency)?.code == "keyNotLive")
            #expect(now.key.replaces == new.key.id)
        }
    }

    @Test("a key is replaced once: not again while the new one lives, and by one of two at the same time")
    func keyReplacedOnce() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let old = try await world.key(of: agency.tenant, [.ordersRead], from: agency).verified.key
            let first = try await world.ask(KeyRotate(key: old), as: agency, idempotencyKey: "once")
            let again = await world.refusal(KeyRotate(key: old), as: agency)
            #expect(again?.kind == .conflict && again?.code == "alreadyReplaced" && again?.field == "/key")
            #expect(again?.detail.contains(first.key.prefix) == true)
            // The same wish again is no second rotation.
            let repeated = try await world.ask(KeyRotate(key: old), as: agency, idempotencyKey: "once")
            #expect(repeated.key == first.key)
            _ = try await world.ask(KeyRevoke(key: first.key.id), as: agency)
            // The new key is lost, the old one still opens: now it may be replaced, by one.
            let codes = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<4 { group.addTask { await world.rotationRefusal(old, as: agency) } }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 1, "\(codes)")
            #expect(codes.count { $0 == "alreadyReplaced" } == 3, "\(codes)")
            let live = try await world.ask(KeyList(tenant: agency.tenant), as: agency)
                .filter { $0.replaces == old && $0.state == .live }
            #expect(live.count == 1)
        }
    }

    @Test("a key gives no more than it has, ends not itself, and reaches no other tenant")
    func keyGivesNo() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let small = try await world.key(of: agency.tenant, [.keysWrite], from: agency)
            let more = KeyCreate(tenant: agency.tenant, name: "more", scopes: [.keysWrite, .ordersRead])
            #expect(await world.refusal(more, as: small)?.field == "/scopes/1")
            #expect(await world.refusal(KeyRotate(key: agency.verified.key), as: small)?.code == "scopeNotOwn")
            #expect(await world.refusal(KeyRevoke(key: small.verified.key), as: small)?.code == "ownKey")
            let stranger = try await world.agency("South")
            let key = KeyCreate(tenant: agency.tenant, name: "theirs", scopes: [.ordersRead])
            #expect(await world.refusal(key, as: stranger)?.kind == .notFound)
            #expect(await world.refusal(KeyList(tenant: agency.tenant), as: stranger)?.kind == .notFound)
            #expect(await world.refusal(KeyRotate(key: small.verified.key), as: stranger)?.kind == .notFound)
            #expect(await world.refusal(KeyRevoke(key: small.verified.key), as: stranger)?.kind == .notFound)
        }
    }

    @Test("what is wrong with a key is named by its field")
    func wrongKeyNamed() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let field = { (question: KeyCreate) in await world.refusal(question, as: agency)?.field }
            let tenant = agency.tenant
            #expect(await field(KeyCreate(tenant: tenant, name: " ", scopes: [.ordersRead])) == "/name")
            #expect(await field(KeyCreate(tenant: tenant, name: "a\nb", scopes: [.ordersRead])) == "/name")
            let long = String(repeating: "n", count: 101)
            #expect(await field(KeyCreate(tenant: tenant, name: long, scopes: [.ordersRead])) == "/name")
            #expect(await field(KeyCreate(tenant: tenant, name: "a", scopes: [])) == "/scopes")
            let past = Instant(milliseconds: 0)
            #expect(
                await field(KeyCreate(tenant: tenant, name: "a", scopes: [.ordersRead], expiresAt: past))
                    == "/expiresAt")
            let overlap = KeyRotate(key: agency.verified.key, overlapHours: 721)
            #expect(await world.refusal(overlap, as: agency)?.field == "/overlapHours")
        }
    }

    @Test("a second bootstrap makes another key for the same agency")
    func secondBootstrapMakes() async throws {
        try await AccountsWorld.run { world in
            let first = try await world.agency("North")
            let second = try await world.agency(" NORTH ")
            #expect(first.tenant == second.tenant)
            #expect(first.secret != second.secret)
            #expect(
                try await world.ask(KeyList(tenant: first.tenant), as: first).map(\.createdBy) == [
                    "bootstrap", "bootstrap",
                ])
        }
    }
}

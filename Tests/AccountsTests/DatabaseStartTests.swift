import Foundation
import Postgres
import ServiceKit
import TestKit
import Testing

@testable import Accounts

@Suite("A service begins with its database", .timeLimit(.minutes(3)))
struct DatabaseStartTests {
    @Test("one that is away is waited for, and asked what had to be asked")
    func away() async throws {
        try await AccountsWorld.template.withCopy { url in
            let roles = try await TestRoles.make("accounts", in: url)
            try await withFaultyProxy(to: roles.worker) { proxy, address in
                proxy.refuse()
                let attempts = Notes<Date>()
                try await PostgresPool.lend(try AccountsWorld.configuration(address)) { pool in
                    async let started: Void = DatabaseStart.wait(silent) {
                        attempts.add(Date())
                        try await DatabaseRole.check(pool, tenant: roles.tenant)
                    }
                    try await eventually("it is tried again") { attempts.count > 2 }
                    proxy.accept()
                    try await started
                }
            }
        }
    }

    @Test("what the database refuses is told at once")
    func refused() async throws {
        try await AccountsWorld.template.withCopy { url in
            try await PostgresPool.lend(try AccountsWorld.configuration(url)) { pool in
                let attempts = Notes<Date>()
                await #expect(throws: ConfigurationError.self) {
                    try await DatabaseStart.wait(silent) {
                        attempts.add(Date())
                        try await DatabaseRole.check(pool)
                    }
                }
                #expect(attempts.count == 1)
            }
        }
    }

    @Test("one that does not come is not waited for for ever")
    func never() async throws {
        let nowhere = try AccountsWorld.configuration("postgresql://nobody@127.0.0.1:1/none")
        try await PostgresPool.lend(nowhere) { pool in
            _ = await #expect(throws: PostgresError.self) {
                try await DatabaseStart.wait(silent, within: .milliseconds(350)) { try await DatabaseRole.check(pool) }
            }
        }
    }
}

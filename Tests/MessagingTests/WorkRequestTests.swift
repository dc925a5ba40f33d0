import Contracts
import Foundation
import Postgres
import TestKit
import Testing

@testable import Messaging

private struct Asked: Event {
    static let name: MessageName = "shop.asked.v1"
}

@Suite struct WorkRequestTests {
    private let tenant = TenantID.mint()

    private func push(_ tenant: TenantID) -> WorkItem {
        WorkItem(Push.self, tenant: tenant, key: "sku", shop: .mint(), payload: Push.Payload(quantity: 1))
    }

    /// A role as requests have it, for as long as the body runs. Roles belong to the whole server.
    private func withRequestRole(_ bench: WorkBench, _ body: (TransactionOptions) async throws -> Void) async throws {
        let role = "request_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await bench.database.run("CREATE ROLE \(identifier: role)")
        try await bench.database.run(
            """
            GRANT EXECUTE ON FUNCTION enqueue, tell TO \(identifier: role)
            """)
        let options = TransactionOptions(role: role, settings: [("app.tenants", "{\(tenant)}")], attempts: 1)
        let result = await outcome { try await body(options) }
        try await bench.database.run("DROP OWNED BY \(identifier: role)")
        try await bench.database.run("DROP ROLE \(identifier: role)")
        try result.get()
    }

    @Test("a request may send and want for its own tenants")
    func aRequestMaySendAndWantForItsOwnTenants() async throws {
        try await WorkBench.run { bench in
            try await withRequestRole(bench) { options in
                try await bench.withWorker([Label()]) { messaging in
                    try await messaging.transact(
                        options, cause: Metadata(name: "request", tenant: tenant)
                    ) { transaction in
                        try transaction.publish([Draft(Asked())])
                        try await transaction.enqueue([push(tenant)])
                    }
                }
            }
            #expect(try await bench.database.rows("SELECT tenant_id FROM told", as: UUID.self) == [tenant.uuid])
            // The worker above knows no such kind and put the tenant off for a second.
            try await bench.pass(2)
            #expect(try await bench.claim(1, Push()).map(\.tenant) == [tenant])
        }
    }

    @Test("a request may not speak for others")
    func aRequestMayNotSpeakForOthers() async throws {
        try await WorkBench.run { bench in
            try await withRequestRole(bench) { options in
                try await bench.withWorker([Label()]) { messaging in
                    let error = await #expect(throws: PostgresError.self) {
                        try await messaging.transact(options) { transaction in
                            try transaction.publish([Draft(Asked(), tenant: .mint())])
                        }
                    }
                    #expect(error?.code == .insufficientPrivilege)
                    let refusal = await #expect(throws: PostgresError.self) {
                        try await messaging.transact(options) { try await $0.enqueue([push(.mint())]) }
                    }
                    #expect(refusal?.code == .insufficientPrivilege)
                }
                let direct = await #expect(throws: PostgresError.self) {
                    try await bench.database.transaction(options) { transaction in
                        var pipeline = Pipeline()
                        try WorkQueue.enqueue([push(tenant)], into: &pipeline)
                        let wish = pipeline
                        try await transaction.send(wish)
                    }
                }
                #expect(direct?.code == .insufficientPrivilege)
            }
            #expect(try await bench.rows().isEmpty)
        }
    }
}

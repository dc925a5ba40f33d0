import Foundation
import TestKit
import Testing

/// What a service says of an address that cannot be used: one sentence that names the setting, and exit status 78.
@Suite(.timeLimit(.minutes(2)))
struct AddressTests {
    private static let good = [
        "DATABASE_URL": "postgresql://ann:secret@localhost/shop", "AMQP_URL": "amqp://ann:secret@localhost/",
    ]

    @Test(
        "an address that cannot be used is one sentence and 78",
        arguments: [
            (
                "DATABASE_URL", "mysql://ann:secret@localhost/shop",
                "must look like postgresql://user:password@host:port"
            ),
            ("DATABASE_URL", "postgresql://ann:secret@h/shop?sslmode=verify-full", "needs sslrootcert"),
            ("AMQP_URL", "http://ann:secret@localhost", "must begin with amqp:// or amqps://"),
            ("AMQP_URL", "amqps://ann:secret@localhost", "needs the file of the certificate authority"),
        ])
    func addressCannotUsed(key: String, value: String, why: String) async throws {
        let log = FileManager.default.temporaryDirectory.appending(path: "address-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: log) }
        let service = try ServiceProcess(
            "analytics", ["run"], settings: Self.good.merging([key: value]) { $1 }, log: log)
        defer { service.reap() }
        await service.ended()
        #expect(service.status == 78)
        #expect(service.output.hasPrefix("analytics: \(key) cannot be used: ") && service.output.contains(why))
        #expect(!service.output.contains("secret"))
    }
}

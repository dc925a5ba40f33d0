import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import Outbound
import TestKit
import Testing

@testable import Shippo

/// The table of versions that are pinned.
struct VersionTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Shared/Partners/Shippo")

    @Test("every call of this client stands in the table, once, under a dated version")
    func table() throws {
        let walk = try #require(FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
        let declared = try walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).matches(of: /public struct (\w+): ShippoCall/)
                .map { String($0.output.1) }
        }
        #expect(declared.count >= 11)
        #expect(ShippoVersions.table.map { $0.call.title }.sorted() == declared.sorted())
        for (call, version) in ShippoVersions.table {
            #expect(version.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil, "\(call)")
        }
    }

    @Test("a call names its version, and what the answer says of its end is kept with it")
    func notice() async throws {
        try await withShippo { request in
            #expect(request.field("shippo-api-version") == "2018-02-08")
            return Response(
                status: .notFound, headers: [HTTPField.Name("Deprecation")!: "@1900000000"],
                body: .init(byteBuffer: ByteBuffer(string: "{}")))
        } _: { client, _ in
            _ = try? await client.send(GetTransaction(id: "t1"))
            let line = try #require(ShippoVersions.calls().first { $0.endpoint == "GetTransaction" })
            #expect(line.notice?.deprecatedAt?.milliseconds == 1_900_000_000_000)
            #expect(line.calls >= 1)
            // Under the same name as the metric, whose series ends with the version.
            let measured = CallBook.shared.figures("shippo", "GetTransaction 2018-02-08")
            #expect(measured.calls >= 1 && measured.notice != nil)
            #expect(CallBook.shared.figures("shippo", "GetTransaction").calls == 0)
        }
    }
}

import Foundation
import Schemas
import TestKit
import Testing

@testable import Gateway

/// The description of the interface as a file, for whoever has no gateway at hand; a release is compared with it.
@Suite struct OpenAPIFileTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/openapi.json")

    @Test("the file is what the gateway serves, under the version of a release to come")
    func file() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = try OpenAPI(OpenAPITests.table().routes, version: "next", words: .ofBuild())
        let made = try encoder.encode(document.node()) + Data("\n".utf8)
        if ProcessInfo.processInfo.environment["WRITE_DOCS"] == "1" { try made.write(to: Self.file) }
        #expect(try Data(contentsOf: Self.file) == made, "run make docs")
    }
}

import Foundation
import Testing

@testable import Credit

/// A score that was made once must come out the same for as long as its model is kept. The files are never written
/// again: a difference is a mistake in the code, or needs a new version of the model.
@Suite("Scores of the past")
struct ReplayTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    @Test("are replayed from their snapshots to the last digit")
    func golden() throws {
        let file = try Data(contentsOf: Self.folder.appending(path: "snapshot-1.json"))
        let snapshot = try JSONDecoder().decode(Snapshot.self, from: file)
        let model = try #require(try RuleShelf.models()[snapshot.model])
        let score = try Scoring.score(snapshot, by: model)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let expected = try String(contentsOf: Self.folder.appending(path: "score-1.json"), encoding: .utf8)
        #expect(String(decoding: try encoder.encode(score), as: UTF8.self) + "\n" == expected)
        #expect(try encoder.encode(snapshot) + Data("\n".utf8) == file)
    }
}

import Contracts
import Foundation
import Testing

/// Every version of every message that was ever sent must still be read: a file of each lies beside this one.
///
/// A new message's file is written by `WRITE_DOCS=1`; one that exists is never written again.
@Suite struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let contracts = folder.appending(path: "../../../Shared/Contracts")

    @Test("what was sent once is still read, and means the same", arguments: Samples.all.map(Box.init))
    func decodes(_ sample: Box) throws {
        let golden = try Self.golden(sample.message)
        let again = try Self.readAndWrite(type(of: sample.message), golden)
        #expect(try Self.members(again) == Self.members(golden))
        #expect(try Self.members(Self.text(sample.message)) == Self.members(golden))
    }

    @Test("fields that nobody knows are passed over", arguments: Samples.all.map(Box.init))
    func toleratesMore(_ sample: Box) throws {
        let golden = try Self.golden(sample.message)
        let members = try Self.members(golden)
        members["addedLater"] = ["x": 1] as NSDictionary
        let more = try JSONSerialization.data(withJSONObject: members)
        #expect(try Self.members(Self.readAndWrite(type(of: sample.message), more)) == Self.members(golden))
    }

    @Test("every event and command has a sample")
    func complete() throws {
        let known = Set(Samples.all.map { "\(type(of: $0))" })
        for type in try Self.declared() { #expect(known.contains(type), "\(type) has no sample") }
    }

    // MARK: -

    /// Names a test case by its message.
    struct Box: Sendable, CustomTestStringConvertible {
        let message: any Message
        var testDescription: String { type(of: message).name.rawValue }
    }

    private static func golden(_ message: any Message) throws -> Data {
        let file = folder.appending(path: "\(type(of: message).name.rawValue).json")
        let isNew = !FileManager.default.fileExists(atPath: file.path())
        if isNew, ProcessInfo.processInfo.environment["WRITE_DOCS"] == "1" { try text(message).write(to: file) }
        return try Data(contentsOf: file)
    }

    private static func text(_ message: any Message) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(message) + Data("\n".utf8)
    }

    private static func readAndWrite(_ type: any Message.Type, _ data: Data) throws -> Data {
        try text(try JSONDecoder().decode(type, from: data))
    }

    private static func members(_ data: Data) throws -> NSMutableDictionary {
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return NSMutableDictionary(dictionary: try #require(object))
    }

    /// The types that Contracts declares as events or commands.
    private static func declared() throws -> [String] {
        let walk = try #require(FileManager.default.enumerator(at: contracts, includingPropertiesForKeys: nil))
        return try walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
            try String(contentsOf: file, encoding: .utf8)
                .matches(of: /public struct (\w+): (?:Event|Command)\b/).map { String($0.output.1) }
        }
    }
}

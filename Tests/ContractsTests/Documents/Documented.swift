import Contracts
import Foundation
import Schemas
import Testing

/// Every event and command with what documents tell of it: its folder, its comment and its golden file.
struct Documented {
    let type: any Message.Type
    /// The folder that the contract lies in.
    let publisher: String
    /// The first sentence of its comment.
    let summary: String
    /// Its comment.
    let description: String
    let example: JSONNode

    var name: String { type.name.rawValue }

    /// The project's folder.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    /// Where a schema of each message lies for producers and consumers.
    static let schemas = root.appending(path: "docs/schemas")
    /// The schemas of the last release.
    static let released = root.appending(path: "Tests/ContractsTests/Released")

    /// Whether documents are to be written rather than compared.
    static func isWriting(_ variable: String = "WRITE_DOCS") -> Bool {
        ProcessInfo.processInfo.environment[variable] == "1"
    }

    static var messages: [Documented] {
        get throws { try Samples.all.map { try Documented(Swift.type(of: $0)) } }
    }

    init(_ type: any Message.Type) throws {
        self.type = type
        (publisher, description) = try Self.told(of: "\(type)")
        summary = description.prefix { $0 != "." } + "."
        let golden = Self.root.appending(path: "Tests/ContractsTests/Golden/\(type.name).json")
        example = try Self.read(golden)
    }

    /// The message's schema as it is today.
    func schema() throws -> JSONNode {
        try MessageSchema.node(of: type, summary: summary, example: example)
    }

    static func read(_ file: URL) throws -> JSONNode {
        try JSONDecoder().decode(JSONNode.self, from: Data(contentsOf: file))
    }

    static func text(of node: JSONNode) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(node) + Data("\n".utf8)
    }

    /// The JSON files of a folder by the name of their message.
    static func files(in folder: URL) throws -> [String: URL] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return Dictionary(
            uniqueKeysWithValues: files.filter { $0.pathExtension == "json" }
                .map { ($0.deletingPathExtension().lastPathComponent, $0) })
    }

    /// The folder that a contract lies in and its comment.
    private static func told(of type: String) throws -> (publisher: String, comment: String) {
        let contracts = root.appending(path: "Shared/Contracts")
        for folder in try FileManager.default.contentsOfDirectory(at: contracts, includingPropertiesForKeys: nil) {
            let file = folder.appending(path: "\(type).swift")
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            let above = text.prefix(upTo: try #require(text.range(of: "public struct \(type):")).lowerBound)
            let lines = above.split(separator: "\n").drop { !$0.hasPrefix("///") }.map { $0.dropFirst(4) }
            let comment = lines.filter { !$0.isEmpty }.joined(separator: " ").replacing("``", with: "`")
            return (folder.lastPathComponent, comment)
        }
        return try #require(nil, "\(type) has no file of its name")
    }
}

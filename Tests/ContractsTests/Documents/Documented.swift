import Contracts
import Foundation
import Schemas
import Testing

/// Every event and command with what documents tell of it: its words and its golden file.
struct Documented {
    let type: any Message.Type
    /// The first sentence of what is told of it.
    let summary: String
    /// All that is told of it.
    let description: String
    let example: JSONNode

    var name: String { type.name.rawValue }
    /// Whether outside producers alone send it, so that we alone read it.
    var isFromOutside: Bool {
        let told = { (types: [any Message.Type]) in types.contains { $0.name == type.name } }
        return told(Topology.toldFromOutside) && !told(Topology.toldByGateways)
    }

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
        description = try #require(Words.today.get().types["Contracts.\(type)"]).about
        summary = description.prefix { $0 != "." } + "."
        let golden = Self.root.appending(path: "Tests/ContractsTests/Golden/\(type.name).json")
        example = try Self.read(golden)
    }

    /// The message's schema as it is today.
    func schema() throws -> JSONNode {
        try MessageSchema.node(of: type, summary: summary, example: example, words: Words.today.get())
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
}

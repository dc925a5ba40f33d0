import Foundation

/// What people are told of types and their members: the doc comments, as `make docs` took them from the compiler.
public struct Words: Codable, Sendable, Hashable {
    /// What is told of one type.
    public struct Entry: Codable, Sendable, Hashable {
        /// What it is; empty where nothing is told.
        public var about: String
        /// What its properties or cases are, by their names in Swift.
        public var members: [String: String]

        /// What is told of one type.
        public init(about: String = "", members: [String: String] = [:]) {
            self.about = about
            self.members = members
        }
    }

    /// By the type's name with its module, such as `Contracts.OrderList.Reply`.
    public var types: [String: Entry]

    /// Words for these types.
    public init(types: [String: Entry]) {
        self.types = types
    }

    /// No words at all: shapes alone are asked for.
    public static let none = Words(types: [:])

    /// The name of the file beside the sources of this module.
    public static let file = "words.json"

    /// The words that the program was built with.
    ///
    /// - Throws: what reading the file throws: the program was not installed whole.
    public static func ofBuild() throws -> Words {
        let file = Bundle.module.bundleURL.appending(path: Self.file)
        return try JSONDecoder().decode(Words.self, from: Data(contentsOf: file))
    }

    /// The first paragraph on a type; nil where nothing is told.
    func about(_ type: Any.Type) -> String? {
        types[Self.name(type)].flatMap { $0.about.isEmpty ? nil : Self.firstParagraph($0.about) }
    }

    /// What a property or a case is; nil where nothing is told.
    func about(_ member: String, of type: Any.Type) -> String? {
        types[Self.name(type)]?.members[member]
    }

    private static func name(_ type: Any.Type) -> String { String(reflecting: type) }

    private static func firstParagraph(_ text: String) -> String {
        text.range(of: "\n\n").map { String(text[..<$0.lowerBound]) } ?? text
    }
}

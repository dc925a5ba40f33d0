import Foundation
import Schemas

extension Words {
    /// What the comments say now, of all that can be read from JSON: the contracts, and the bodies of the gateway.
    static func ofComments() throws -> Words {
        let modules = [("Contracts", "public"), ("Gateway", "internal")]
        let found = try modules.flatMap { module, access in
            try entries(of: SymbolGraph.read(module, access: access)).map { ("\(module).\($0)", $1) }
        }
        return Words(types: Dictionary(found) { first, _ in first })
    }

    /// The comments of this build; the tool is asked once.
    static let today = Result { try ofComments() }

    private static func entries(of graph: SymbolGraph) -> [String: Entry] {
        // `Decodable`, as the compiler calls it.
        let readable = Set(graph.relationships.filter { $0.kind == "conformsTo" && $0.target == "s:Se" }.map(\.source))
        var entries: [String: Entry] = [:]
        for symbol in graph.symbols where readable.contains(symbol.identifier.precise) {
            entries[symbol.name] = Entry(about: symbol.comment ?? "")
        }
        for symbol in graph.symbols where symbol.isMember {
            guard let comment = symbol.comment, let name = symbol.pathComponents.last else { continue }
            entries[symbol.owner]?.members[name] = comment
        }
        return entries
    }
}

extension SymbolGraph.Symbol {
    fileprivate var name: String { pathComponents.joined(separator: ".") }
    fileprivate var owner: String { pathComponents.dropLast().joined(separator: ".") }

    /// Whether it is a stored property or a case: what is computed is not written.
    fileprivate var isMember: Bool {
        let text = declarationFragments?.map(\.spelling).joined() ?? ""
        return kind.identifier == "swift.enum.case" || kind.identifier == "swift.property" && !text.contains("{ get }")
    }

    /// Its comment in the words of JSON; nil without one. Paragraphs stay apart.
    fileprivate var comment: String? {
        guard let lines = docComment?.lines.map({ $0.text.trimmingCharacters(in: .whitespaces) }) else { return nil }
        let paragraphs = lines.split(separator: "").map { $0.joined(separator: " ") }
        return Self.told(paragraphs.joined(separator: "\n\n"))
    }

    /// What Swift calls nil is a member that is not there, and a link to a declaration leads nowhere.
    private static func told(_ text: String) -> String {
        text.replacing(/``(?:[A-Za-z.]+\/)*([A-Za-z]+)(?:\([^`]*\))?``/) { "`\($0.output.1)`" }
            .replacing(/\bnil\b/, with: "absent").replacing(/\bNil\b/, with: "Absent")
    }
}

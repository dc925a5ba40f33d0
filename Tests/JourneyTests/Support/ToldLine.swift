import Foundation
import TestKit

/// A line of a service's log.
struct ToldLine: Sendable, CustomStringConvertible {
    let service: String
    private let fields: JSONValue

    /// What stands under a key; nil where there is nothing, or no text.
    subscript(key: String) -> String? { fields[key].text }

    var description: String { "\(fields)" }

    /// All lines that the services of a platform have written so far.
    static func all(_ house: House) throws -> [ToldLine] {
        try House.everything.filter { $0 != "sandbox" }.flatMap { name in
            try String(contentsOf: house.plan.log(name), encoding: .utf8).split(separator: "\n").compactMap { line in
                let fields = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
                return fields.map { ToldLine(service: name, fields: $0) }
            }
        }
    }
}

internal import Crypto
internal import Foundation

/// One step of a schema: a numbered file of SQL.
public struct Migration: Sendable, Hashable {
    /// Whose schema part it is, such as `messaging` or `inventory`.
    public let source: String
    /// Its place among the source's steps, from 1.
    public let number: Int
    /// The file's name without number and ending.
    public let name: String
    /// The text of the file.
    let text: String
    /// SHA-256 of the file.
    let checksum: [UInt8]

    /// Reads a file such as `0007_add_carrier.sql`.
    init(source: String, file: URL) throws(MigrationError) {
        let stem = file.deletingPathExtension().lastPathComponent
        let parts = stem.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), number > 0 else {
            throw .badFileName(source: source, file: file.lastPathComponent)
        }
        guard let data = try? Data(contentsOf: file), let text = String(validating: data, as: UTF8.self) else {
            throw .unreadable(source: source, path: file.path)
        }
        self.init(source: source, number: number, name: String(parts[1]), text: text)
    }

    init(source: String, number: Int, name: String, text: String) {
        self.source = source
        self.number = number
        self.name = name
        self.text = text
        checksum = Array(SHA256.hash(data: Array(text.utf8)))
    }

    /// Whether the file must run outside a transaction, as `CREATE INDEX CONCURRENTLY` must. Such a file holds one
    /// statement, and one that may be repeated, since it can fail half done.
    var isOutsideTransaction: Bool {
        text.prefix { $0 != "\n" }.trimmingCharacters(in: .whitespaces) == "-- no-transaction"
    }

    /// The text with `:schema` replaced by the quoted name; `::schema` and longer words stay.
    func script(for schema: String) -> SQL {
        let pattern = /(?<before>^|[^:]):schema(?![A-Za-z0-9_])/
        return SQL(unsafe: text.replacing(pattern) { "\($0.before)\(SQL.quoted(schema))" })
    }
}

extension Migration: CustomStringConvertible {
    /// Such as `messaging/0001_inbox`.
    public var description: String {
        let digits = String(number)
        return "\(source)/\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)_\(name)"
    }
}

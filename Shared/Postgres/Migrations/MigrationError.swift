/// Why a schema cannot be brought up to date, or does not fit this program.
public enum MigrationError: Error, Sendable, Equatable {
    /// A file is not named like `0001_create_orders.sql`.
    case badFileName(source: String, file: String)
    /// A file or folder cannot be read as UTF-8 text.
    case unreadable(source: String, path: String)
    /// The numbers of a source's files do not run from 1 without a gap or a repeat.
    case gap(source: String, expected: Int, found: Int)
    /// A file was changed after it was applied.
    case changed(migration: String)
    /// A step was not applied although a later one of its source was.
    case skipped(migration: String)
    /// A file ended the transaction it runs in.
    case endedTransaction(migration: String)
    /// Another instance has been migrating the schema for too long.
    case busy(schema: String, waited: Duration)
    /// The schema is older than this program; run its `migrate`.
    case behind(schema: String, missing: [String])
    /// The server refused a step.
    case failed(migration: String, reason: PostgresError)
}

extension MigrationError: CustomStringConvertible {
    /// One sentence that says what to do.
    public var description: String {
        switch self {
        case .badFileName(let source, let file):
            "\(source): the file \(file) must be named like 0001_create_orders.sql"
        case .unreadable(let source, let path):
            "\(source): \(path) cannot be read as UTF-8 text"
        case .gap(let source, let expected, let found):
            "\(source): the file with number \(expected) is missing or there twice; the next one found is \(found)"
        case .changed(let migration):
            "\(migration) was changed after it was applied; restore the file and add a new one"
        case .skipped(let migration):
            "\(migration) was never applied, but a later file of the same source was"
        case .endedTransaction(let migration):
            "\(migration) ends the transaction it runs in; mark it with \"-- no-transaction\" in its first line"
        case .busy(let schema, let waited):
            "another instance has been migrating the schema \(schema) for more than \(waited)"
        case .behind(let schema, let missing):
            "the schema \(schema) lacks \(missing.joined(separator: ", ")); run migrate first"
        case .failed(let migration, let reason):
            "\(migration) failed: \(reason)"
        }
    }
}

extension SQL {
    /// Collects the parts of an interpolated literal.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        var sql: SQL

        /// Makes room for what the literal will hold.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(literalCapacity: literalCapacity, interpolationCount: interpolationCount)
        }

        /// Takes a piece of the literal as it is.
        public mutating func appendLiteral(_ literal: String) {
            sql.append(unsafe: literal)
        }

        /// Binds a value: `\(id)` becomes the next `$n`.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            sql.bind(value)
        }

        /// Inserts another statement's part with its values.
        public mutating func appendInterpolation(_ part: SQL) {
            sql.append(part)
        }

        /// Inserts one name in double quotes, so that it can only be a name (PostgreSQL manual §4.1.1).
        public mutating func appendInterpolation(identifier name: String) {
            sql.append(unsafe: SQL.quoted(name))
        }

        /// Inserts text as it is. Never pass anything a user may have typed.
        public mutating func appendInterpolation(unsafe text: String) {
            sql.append(unsafe: text)
        }
    }

    private init(literalCapacity: Int, interpolationCount: Int) {
        var text = ""
        text.reserveCapacity(literalCapacity + interpolationCount * 3)
        var slots: [Slot] = []
        slots.reserveCapacity(interpolationCount)
        self.init(text: text, slots: slots, writer: BinaryWriter())
    }

    /// A name in double quotes, its own double quotes doubled.
    static func quoted(_ name: String) -> String {
        var quoted = "\""
        for character in name.unicodeScalars {
            if character == "\"" { quoted.unicodeScalars.append(character) }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}

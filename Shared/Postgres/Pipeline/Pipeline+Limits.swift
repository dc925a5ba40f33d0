extension Pipeline {
    /// Statements in one pipeline; a batch needs some dozens.
    static let maxStatements = 10_000
    /// Values in one statement: the protocol counts them in 16 bits. Bind an array instead.
    static let maxParameters = 65_535
    /// Bytes of one statement's values; the server takes no message of 1 GiB and would end the connection.
    static let maxParameterBytes = 512 * 1024 * 1024

    /// Refuses what the protocol cannot carry before any of it is sent.
    func checkLimits() throws(PostgresError) {
        guard statements.count <= Self.maxStatements else {
            throw PostgresError(.invalidRequest, "a pipeline takes at most \(Self.maxStatements) statements")
        }
        for statement in statements {
            guard statement.sql.slots.count <= Self.maxParameters else {
                throw statement.refused("a statement takes at most \(Self.maxParameters) values")
            }
            guard statement.sql.writer.count <= Self.maxParameterBytes else {
                throw statement.refused("a statement's values take at most \(Self.maxParameterBytes) bytes")
            }
        }
    }
}

extension Statement {
    fileprivate func refused(_ sentence: String) -> PostgresError {
        PostgresError(.invalidRequest, sentence, statement: sql.text)
    }
}

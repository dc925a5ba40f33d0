extension Migrator {
    /// Waits for our turn. Polling, since waiting inside the server would hold a snapshot that `CREATE INDEX
    /// CONCURRENTLY` of the other instance waits for. The lock goes with the connection.
    func lock(_ connection: PostgresConnection) async throws {
        let limit = ContinuousClock.now + patience.forOthers
        let key = "migrate \(schema)"
        while true {
            let isOurs = try await connection.first(
                "SELECT pg_try_advisory_lock(hashtextextended(\(key), 0))", as: Bool.self)
            if isOurs == true { return }
            guard ContinuousClock.now < limit else {
                throw MigrationError.busy(schema: schema, waited: patience.forOthers)
            }
            try await Task.sleep(for: .milliseconds(100) * Double.random(in: 0.5...1))
        }
    }

    /// Makes the schema and the table of records if they are missing.
    func prepare(_ connection: PostgresConnection) async throws {
        // Asked first, since CREATE SCHEMA IF NOT EXISTS wants the right to create even when there is nothing to do.
        let exists: SQL = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = \(schema))"
        if try await connection.first(exists, as: Bool.self) != true {
            try await connection.run("CREATE SCHEMA \(identifier: schema)")
        }
        try await connection.run(
            """
            CREATE TABLE IF NOT EXISTS \(identifier: schema).schema_migrations (
                source text NOT NULL,
                number integer NOT NULL,
                name text NOT NULL,
                checksum bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (source, number))
            """)
        // The service's own roles verify; they still need the right to use the schema.
        try await connection.run("GRANT SELECT ON \(identifier: schema).schema_migrations TO PUBLIC")
        let milliseconds = Int(patience.forTableLock / .milliseconds(1))
        try await connection.run("SELECT set_config('lock_timeout', \(String(milliseconds)), false)")
    }

    /// What is not applied yet. Throws when what is applied is not what the files say.
    func pending(_ migrations: [Migration], on connection: PostgresConnection) async throws -> [Migration] {
        let applied = try await appliedChecksums(connection)
        let latest = Dictionary(applied.keys.map { ($0.source, $0.number) }, uniquingKeysWith: max)
        var pending: [Migration] = []
        for migration in migrations {
            switch applied[Key(source: migration.source, number: migration.number)] {
            case migration.checksum: continue
            case .some: throw MigrationError.changed(migration: migration.description)
            case nil where migration.number < latest[migration.source] ?? 0:
                throw MigrationError.skipped(migration: migration.description)
            case nil: pending.append(migration)
            }
        }
        return pending
    }

    private struct Key: Hashable {
        let source: String
        let number: Int
    }

    private func appliedChecksums(_ connection: PostgresConnection) async throws -> [Key: [UInt8]] {
        let table = "\(SQL.quoted(schema)).schema_migrations"
        guard try await connection.first("SELECT to_regclass(\(table)) IS NOT NULL", as: Bool.self) == true else {
            return [:]
        }
        let rows = try await connection.rows(
            "SELECT source, number, checksum FROM \(unsafe: table)", as: (String, Int, [UInt8]).self)
        return Dictionary(rows.map { (Key(source: $0, number: $1), $2) }, uniquingKeysWith: { first, _ in first })
    }
}

// MARK: - Applying

extension Migrator {
    /// Applies one step; waits and tries again when it does not get a table's lock in time.
    func apply(_ migration: Migration, on connection: PostgresConnection) async throws {
        var attempts = 0
        while true {
            attempts += 1
            do {
                if migration.isOutsideTransaction { return try await applyPlainly(migration, on: connection) }
                return try await applyInTransaction(migration, on: connection)
            } catch let error as PostgresError {
                if !connection.isBroken, !connection.status.isIdle { try await connection.rollBack() }
                guard error.code == .lockNotAvailable, attempts < patience.attempts else {
                    throw MigrationError.failed(migration: migration.description, reason: error)
                }
                try await Task.sleep(for: Backoff.pause(after: attempts))
            }
        }
    }

    private func applyInTransaction(_ migration: Migration, on connection: PostgresConnection) async throws {
        var opening = Pipeline()
        opening.begin()
        try await connection.send(opening)
        try await connection.execute(script: migration.script(for: schema))
        guard !connection.status.isIdle else {
            throw MigrationError.endedTransaction(migration: migration.description)
        }
        var closing = Pipeline()
        closing.run(record(of: migration))
        closing.commit()
        try await connection.send(closing)
    }

    private func applyPlainly(_ migration: Migration, on connection: PostgresConnection) async throws {
        try await connection.execute(script: migration.script(for: schema))
        try await connection.run(record(of: migration))
    }

    private func record(of migration: Migration) -> SQL {
        """
        INSERT INTO \(identifier: schema).schema_migrations (source, number, name, checksum)
        VALUES (\(migration.source), \(migration.number), \(migration.name), \(migration.checksum))
        """
    }
}

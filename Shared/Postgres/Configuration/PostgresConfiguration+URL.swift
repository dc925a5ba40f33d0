internal import Foundation

extension PostgresConfiguration {
    /// Reads `postgresql://user:password@host:port/database?sslmode=verify-full&sslrootcert=/path`.
    ///
    /// Other keys: `application_name`, `search_path` (names apart by commas), `connect_timeout` (seconds), `host` (the
    /// folder of a Unix socket). An unknown key is an error, so that a misspelt `sslmode` is not plain text in silence.
    public init(url: String) throws {
        guard let parts = URLComponents(string: url), ["postgresql", "postgres"].contains(parts.scheme) else {
            throw Self.wrong("it must look like postgresql://user:password@host:port/database")
        }
        guard let user = parts.user, !user.isEmpty else { throw Self.wrong("the user is missing") }
        let database = String(parts.path.drop { $0 == "/" })
        self.init(
            host: parts.host ?? "", port: parts.port ?? 5432, user: user, password: parts.password,
            database: database.isEmpty ? user : database)
        for item in parts.queryItems ?? [] { try set(item.name, to: item.value ?? "") }
        guard !host.isEmpty else { throw Self.wrong("the host is missing") }
    }

    private mutating func set(_ key: String, to value: String) throws {
        switch key {
        case "host": host = value
        case "sslmode": tls = try Self.mode(value)
        case "sslrootcert": certificateAuthorityFile = value
        case "application_name": applicationName = value
        case "search_path": searchPath = value.split(separator: ",").map(String.init)
        case "connect_timeout": connectTimeout = try Self.seconds(value)
        default: throw Self.wrong("the key \(key) is not known")
        }
    }

    private static func mode(_ value: String) throws -> TLSMode {
        if let mode = TLSMode(rawValue: value) { return mode }
        throw wrong("sslmode is one of \(TLSMode.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    private static func seconds(_ value: String) throws -> Duration {
        guard let seconds = Int(value), (1...3_600).contains(seconds) else {
            throw wrong("connect_timeout is a number of seconds from 1 to 3600")
        }
        return .seconds(seconds)
    }

    /// The URL itself is left out, since it holds the password.
    private static func wrong(_ reason: String) -> PostgresError {
        PostgresError(.invalidRequest, "the database URL cannot be used: \(reason)")
    }
}

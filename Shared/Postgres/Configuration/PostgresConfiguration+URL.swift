internal import Foundation

extension PostgresConfiguration {
    /// Reads `postgresql://user:password@host:port/database?sslmode=verify-full&sslrootcert=/path`.
    ///
    /// Other keys: `application_name`, `search_path` (names apart by commas), `connect_timeout` (seconds), `host` (the
    /// folder of a Unix socket). An unknown key is an error, so that a misspelt `sslmode` is not plain text in silence.
    public init(url: String) throws(PostgresError) {
        guard let parts = URLComponents(string: url), ["postgresql", "postgres"].contains(parts.scheme) else {
            throw Self.wrong("must look like postgresql://user:password@host:port/database")
        }
        guard let user = parts.user, !user.isEmpty else { throw Self.wrong("names no user") }
        let database = String(parts.path.drop { $0 == "/" })
        self.init(
            host: parts.host ?? "", port: parts.port ?? 5432, user: user, password: parts.password,
            database: database.isEmpty ? user : database)
        for item in parts.queryItems ?? [] { try set(item.name, to: item.value ?? "") }
        // libpq 15 knows no authorities of the system's: it would look into the home of whoever runs the service.
        if [.verifyCA, .verifyFull].contains(tls), certificateAuthorityFile == nil {
            throw Self.wrong("needs sslrootcert, the authority's file, with sslmode=\(tls.rawValue)")
        }
        guard !host.isEmpty else { throw Self.wrong("names no host") }
    }

    private mutating func set(_ key: String, to value: String) throws(PostgresError) {
        switch key {
        case "host": host = value
        case "sslmode": tls = try Self.mode(value)
        case "sslrootcert": certificateAuthorityFile = value
        case "application_name": applicationName = value
        case "search_path": searchPath = value.split(separator: ",").map(String.init)
        case "connect_timeout": connectTimeout = try Self.seconds(value)
        default: throw Self.wrong("has the unknown key \(key)")
        }
    }

    private static func mode(_ value: String) throws(PostgresError) -> TLSMode {
        if let mode = TLSMode(rawValue: value) { return mode }
        throw wrong("has another sslmode than \(TLSMode.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    private static func seconds(_ value: String) throws(PostgresError) -> Duration {
        guard let seconds = Int(value), (1...3_600).contains(seconds) else {
            throw wrong("has another connect_timeout than 1 to 3600 seconds")
        }
        return .seconds(seconds)
    }

    /// The URL itself is left out, since it holds the password.
    private static func wrong(_ reason: String) -> PostgresError {
        PostgresError(.invalidRequest, "the database's URL \(reason)")
    }
}

extension PostgresConfiguration {
    /// The same in libpq's words (PostgreSQL manual §34.1.2).
    var libraryParameters: [(name: String, value: String)] {
        var parameters = [
            ("host", host), ("port", String(port)), ("user", user), ("dbname", database),
            ("client_encoding", "UTF8"), ("gssencmode", "disable"),
            ("sslmode", tls.rawValue), ("ssl_min_protocol_version", "TLSv1.2"),
            ("options", serverOptions),
            ("keepalives", "1"), ("keepalives_idle", String(keepaliveIdle.components.seconds)),
            ("keepalives_interval", String(max(1, keepaliveIdle.components.seconds / 3))), ("keepalives_count", "3"),
            ("tcp_user_timeout", String(Int(unacknowledgedTimeout / .milliseconds(1)))),
        ]
        if let password { parameters.append(("password", password)) }
        if let certificateAuthorityFile { parameters.append(("sslrootcert", certificateAuthorityFile)) }
        if let applicationName { parameters.append(("application_name", applicationName)) }
        return parameters
    }

    /// Settings the server applies from the start. Every session counts in UTC, whatever the server's own zone. A
    /// request to cancel is lost where it comes between two statements, so the server looks every two seconds whether
    /// a client still waits for what it works at (PostgreSQL manual §20.3.2, since version 14).
    private var serverOptions: String {
        let path = searchPath.map(SQL.quoted).joined(separator: ",")
        let settings = ["TimeZone=UTC", "client_connection_check_interval=2s"]
        return (settings + (path.isEmpty ? [] : ["search_path=\(path)"]))
            .map { "-c " + Self.escaped($0) }.joined(separator: " ")
    }

    /// In `options` a backslash keeps a space or a backslash from ending the word (PostgreSQL manual §34.1.2).
    private static func escaped(_ option: String) -> String {
        option.reduce(into: "") { escaped, character in
            if character == " " || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
    }
}

/// Where the server is, who we are there, and how long we wait for it.
public struct PostgresConfiguration: Sendable {
    /// Host name, address, or the folder of a Unix socket when it begins with a slash.
    public var host: String
    /// TCP port.
    public var port: Int
    /// The role.
    public var user: String
    /// The role's password; nil when the server asks for none.
    public var password: String?
    /// The database.
    public var database: String
    /// Whether and how the connection is encrypted; always TLS 1.2 or later.
    public var tls: TLSMode
    /// A file of certificates in PEM form that may vouch for the server; needed by the modes that verify.
    public var certificateAuthorityFile: String?
    /// Shown by the server in its list of connections.
    public var applicationName: String?
    /// The schemas that names without one are looked for in; empty means the role's own setting.
    public var searchPath: [String] = []

    /// How long a connection may take to be made.
    public var connectTimeout: Duration = .seconds(5)
    /// How long a pipeline may take, unless its caller says otherwise.
    public var statementDeadline: Duration = .seconds(30)
    /// How long a script, such as a migration, may take.
    public var scriptDeadline: Duration = .seconds(3_600)
    /// How long one waits for a connection of the pool.
    public var leaseTimeout: Duration = .seconds(10)
    /// Silence after which TCP asks whether the server is still there; asked twice more, a third of it apart.
    public var keepaliveIdle: Duration = .seconds(30)
    /// How long sent bytes may stay unacknowledged before TCP gives the connection up.
    public var unacknowledgedTimeout: Duration = .seconds(20)

    /// Names all that has no default.
    public init(
        host: String, port: Int = 5432, user: String, password: String? = nil, database: String,
        tls: TLSMode = .disable, certificateAuthorityFile: String? = nil, applicationName: String? = nil
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.tls = tls
        self.certificateAuthorityFile = certificateAuthorityFile
        self.applicationName = applicationName
    }

    /// Whether and how a connection is encrypted. The weaker modes of libpq, which fall back to plain text, are left
    /// out.
    public enum TLSMode: String, Sendable, CaseIterable {
        /// Plain text; for a server on the same machine.
        case disable
        /// Encrypted, but anyone may pose as the server.
        case require
        /// Encrypted, and the server's certificate is signed by a known authority.
        case verifyCA = "verify-ca"
        /// As `verifyCA`, and made out to the host we asked for.
        case verifyFull = "verify-full"
    }
}

extension PostgresConfiguration: CustomStringConvertible {
    /// The server's address and database; never the password.
    public var description: String { "\(user)@\(host):\(port)/\(database)" }
}

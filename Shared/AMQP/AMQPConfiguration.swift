import Foundation

/// Where the broker is and how one connection to it behaves.
public struct AMQPConfiguration: Sendable {
    /// Certificates for `amqps://`. The CA file is always needed: librabbitmq 0.11 knows no system default.
    public struct TLS: Sendable {
        /// Path of the PEM file with the certificates that may have signed the broker's.
        public var caFile: String
        /// Path of our own certificate, where the broker asks for one.
        public var certificateFile: String?
        /// Path of the key that belongs to ``certificateFile``.
        public var keyFile: String?
        /// Whether the broker's certificate must name the host that we dialled.
        public var verifiesHostname: Bool

        /// Certificates for one broker.
        public init(
            caFile: String, certificateFile: String? = nil, keyFile: String? = nil, verifiesHostname: Bool = true
        ) {
            self.caFile = caFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
            self.verifiesHostname = verifiesHostname
        }
    }

    /// Host name or address.
    public var host: String
    /// TCP port; 5672, or 5671 under TLS.
    public var port: Int
    /// User name.
    public var user: String
    /// Password; never part of a description or an error.
    public var password: String
    /// Virtual host.
    public var vhost: String
    /// Set exactly when the URL says `amqps`.
    public var tls: TLS?
    /// The name that the broker shows for the connection.
    public var connectionName: String
    /// Which process connects, told to the broker beside the name; empty: not told.
    public var instance = ""
    /// The largest body, in bytes, that a consumer keeps: of a larger one only its beginning comes. A sender of many
    /// large messages would otherwise fill the memory before anybody can refuse one.
    public var largestBody = Int.max
    /// Seconds between heartbeats; the connection is dead after two that did not come.
    public var heartbeat: Int = 10
    /// How long dialling, the handshake and each synchronous call may take.
    public var timeout: Duration = .seconds(10)
    /// The first pause before dialling again; it doubles up to ``longestPause``.
    public var shortestPause: Duration = .milliseconds(100)
    /// The longest pause before dialling again.
    public var longestPause: Duration = .seconds(5)

    /// Reads `amqp://user:password@host:port/vhost`; `amqps` needs `tls`.
    ///
    /// - Throws: ``AMQPError`` with code `configuration` and a sentence that names what is wrong, never the password.
    public init(url: String, tls: TLS? = nil, connectionName: String = "shop-os") throws(AMQPError) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host, !host.isEmpty
        else {
            throw AMQPError(.configuration, "the broker's URL must look like amqp://user:password@host:port/vhost")
        }
        guard scheme == "amqp" || scheme == "amqps" else {
            throw AMQPError(.configuration, "the broker's URL must begin with amqp:// or amqps://, not \(scheme)://")
        }
        if scheme == "amqps" && tls == nil {
            throw AMQPError(.configuration, "amqps:// needs the file of the certificate authority")
        }
        if scheme == "amqps", let tls, !FileManager.default.isReadableFile(atPath: tls.caFile) {
            throw AMQPError(.configuration, "the certificate authority's file \(tls.caFile) cannot be read")
        }
        self.host = host
        self.port = parts.port ?? (scheme == "amqps" ? 5671 : 5672)
        self.user = parts.user ?? "guest"
        self.password = parts.password ?? "guest"
        let path = parts.percentEncodedPath.dropFirst()
        self.vhost = path.isEmpty ? "/" : (path.removingPercentEncoding ?? String(path))
        self.tls = scheme == "amqps" ? tls : nil
        self.connectionName = connectionName
    }

    /// The same broker for a consumer that keeps no larger bodies.
    public func limited(to largestBody: Int) -> AMQPConfiguration {
        var copy = self
        copy.largestBody = largestBody
        return copy
    }

    /// The same broker for a process of this name.
    public func dialled(by instance: String) -> AMQPConfiguration {
        var copy = self
        copy.instance = instance
        return copy
    }

    /// The same broker under another connection name.
    public func named(_ name: String) -> AMQPConfiguration {
        var copy = self
        copy.connectionName = name
        return copy
    }
}

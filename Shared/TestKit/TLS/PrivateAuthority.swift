internal import Foundation

/// A certificate authority of a test's own, which vouches for servers on this machine; gone after the test.
public struct PrivateAuthority: Sendable {
    private static let openssl = "/usr/bin/openssl"
    /// Whether what it is made with is installed.
    public static let isAvailable = FileManager.default.isExecutableFile(atPath: openssl)

    /// What a server shows, and what only it has; both as PEM.
    public struct Identity: Sendable {
        /// The file of the certificate.
        public let certificate: String
        /// The file of the private key, without a password.
        public let key: String
    }

    private let folder: URL

    /// The file of the authority's own certificate, for those who shall trust it.
    public var certificate: String { path("ca.crt") }
    /// The file of the certificate of another authority, which signed nothing.
    public var stranger: String { path("stranger.crt") }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Makes an authority for as long as the body runs.
    public static func lend<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (PrivateAuthority) async throws -> Value
    ) async throws -> Value {
        let authority = try await PrivateAuthority()
        defer { authority.remove() }
        return try await body(authority)
    }

    /// Makes an authority; whoever does so has to ``remove()`` it.
    public init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        do {
            for name in ["ca", "stranger"] {
                let files = ["-keyout", path("\(name).key"), "-out", path("\(name).crt")]
                try await run(["req", "-x509", "-days", "2", "-subj", "/CN=\(name)"] + Self.newKey + files)
            }
        } catch {
            remove()
            throw error
        }
    }

    /// Removes its files, and those of all whom it vouched for.
    public func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Vouches for a server, until the day after tomorrow.
    ///
    /// - Parameters:
    ///   - names: whom the certificate is made out to, such as `DNS:localhost` or `IP:127.0.0.1` (OpenSSL's
    ///     `subjectAltName`).
    ///   - user: the user of the system who runs the server and so has to own its key; nil: who runs the test.
    public func vouch(for names: String..., ownedBy user: String? = nil) async throws -> Identity {
        let name = "server-\(UUID().uuidString)"
        let request = path("\(name).csr")
        let made = Identity(certificate: path("\(name).crt"), key: path("\(name).key"))
        let subject = ["-subj", "/CN=server", "-addext", "subjectAltName=\(names.joined(separator: ","))"]
        try await run(["req"] + subject + Self.newKey + ["-keyout", made.key, "-out", request])
        try await run([
            "x509", "-req", "-in", request, "-CA", certificate, "-CAkey", path("ca.key"), "-days", "2",
            "-copy_extensions", "copy", "-out", made.certificate,
        ])
        if let user { try await OutsideProgram.run("chown", [user, made.key]) }
        return made
    }

    /// Whether a client that trusts the authority and no other comes to an understanding with a server.
    ///
    /// - Parameters:
    ///   - server: such as `localhost:5671`.
    ///   - options: such as `-tls1_2`, for a client that speaks that version alone.
    public func shakesHands(with server: String, _ options: [String]) async throws -> Bool {
        let words = ["s_client", "-connect", server, "-CAfile", certificate, "-verify_return_error"]
        return try await OutsideProgram.end(of: Self.openssl, words + options).status == 0
    }

    /// Options for a client that speaks TLS 1.1 alone, which OpenSSL does only with its level of security taken back.
    public static let oldHands = ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

    private func run(_ arguments: [String]) async throws {
        try await OutsideProgram.run(Self.openssl, arguments)
    }
}

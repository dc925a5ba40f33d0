import Foundation
import Testing

/// Certificates for 127.0.0.1, signed by a private authority; gone after the test.
struct Certificates: Sendable {
    private static let openssl = "/usr/bin/openssl"
    static let isAvailable = FileManager.default.isExecutableFile(atPath: openssl)

    private let folder: URL

    /// The certificate of the authority that signed the server's.
    var authority: String { path("ca.crt") }
    /// One that signed nothing.
    var stranger: String { path("stranger.crt") }

    /// The gateway's settings, as PEM.
    var settings: [String: String] {
        let text = { (name: String) in (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? "" }
        return ["GATEWAY_TLS_CERTIFICATE": text("server.crt"), "GATEWAY_TLS_KEY": text("server.key")]
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    static func lend(_ body: (Certificates) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificates = Certificates(folder: folder)
        try await certificates.make()
        try await body(certificates)
    }

    /// Whether a handshake succeeds with a client that speaks one version of TLS only.
    func shakesHands(_ port: Int, _ options: [String]) async throws -> Bool {
        try await Self.run(["s_client", "-connect", "127.0.0.1:\(port)", "-CAfile", authority] + options) == 0
    }

    private func make() async throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        for name in ["ca", "stranger"] {
            try await made(
                ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)"] + key
                    + ["-keyout", path("\(name).key"), "-out", path("\(name).crt")])
        }
        try await made(
            ["req", "-subj", "/CN=server", "-addext", "subjectAltName=IP:127.0.0.1"] + key
                + ["-keyout", path("server.key"), "-out", path("server.csr")])
        try await made([
            "x509", "-req", "-in", path("server.csr"), "-CA", authority, "-CAkey", path("ca.key"), "-days", "2",
            "-copy_extensions", "copy", "-out", path("server.crt"),
        ])
    }

    private func made(_ arguments: [String]) async throws {
        let status = try await Self.run(arguments)
        try #require(status == 0, "openssl \(arguments.first ?? "") failed")
    }

    /// Runs openssl to its end, with nothing to read; answers its exit code.
    private static func run(_ arguments: [String]) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: openssl)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
        return process.terminationStatus
    }
}

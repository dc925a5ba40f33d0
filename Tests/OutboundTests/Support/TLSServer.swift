import Foundation
import Glibc

/// A TLS server in its own process with a fresh certificate for 127.0.0.1.
final class TLSServer {
    private static let openssl = "/usr/bin/openssl"
    static let isAvailable = FileManager.default.isExecutableFile(atPath: openssl)

    let certificate: URL
    let url: String
    private let process: Process
    private let folder: URL

    init(options: [String], name: String = "IP:127.0.0.1") async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem")
        let key = folder.appending(path: "key.pem")
        let make = try Self.start(
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
                + ["-subj", "/CN=test", "-addext", "subjectAltName=\(name)"]
                + ["-keyout", key.path, "-out", certificate.path])
        make.process.waitUntilExit()
        let server = try Self.start(
            ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate.path, "-key", key.path] + options)
        process = server.process
        url = "https://127.0.0.1:\(try await Self.port(server.output))/"
    }

    func stop() {
        // A child of a Swift process may have SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func start(_ arguments: [String]) throws -> (process: Process, output: FileHandle) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: openssl)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, pipe.fileHandleForReading)
    }

    /// The server says `ACCEPT 127.0.0.1:40123` once it listens.
    private static func port(_ output: FileHandle) async throws -> Int {
        var text = ""
        while let data = try output.read(upToCount: 1) {
            text += String(decoding: data, as: UTF8.self)
            if text.hasSuffix("\n"), let line = text.split(separator: "\n").last(where: { $0.hasPrefix("ACCEPT") }) {
                return Int(line.split(separator: ":").last ?? "") ?? 0
            }
        }
        throw CocoaError(.fileReadUnknown)
    }
}

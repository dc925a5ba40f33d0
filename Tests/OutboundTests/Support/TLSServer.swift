import Foundation
import Glibc
import TestKit

/// A TLS server in its own process, for which an authority of its own vouches.
final class TLSServer {
    private static let openssl = "/usr/bin/openssl"

    /// The file of the authority's certificate.
    var authority: String { signer.certificate }
    let url: String
    private let process: Process
    private let signer: PrivateAuthority

    /// Starts one.
    ///
    /// - Parameters:
    ///   - options: of `openssl s_server`.
    ///   - name: whom its certificate is made out to.
    init(options: [String], name: String = "IP:127.0.0.1") async throws {
        let signer = try await PrivateAuthority()
        self.signer = signer
        let identity = try await signer.vouch(for: name)
        let files = ["-cert", identity.certificate, "-key", identity.key]
        let server = try Self.start(["s_server", "-accept", "127.0.0.1:0", "-www"] + files + options)
        process = server.process
        url = "https://127.0.0.1:\(try await Self.port(server.output))/"
    }

    func stop() {
        // A child of a Swift process may have SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        signer.remove()
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

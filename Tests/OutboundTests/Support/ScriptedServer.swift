import Foundation
import Glibc
import Synchronization

/// A TCP server that does exactly what a test tells it, rudeness included: every connection runs the script in a
/// thread.
final class ScriptedServer: Sendable {
    private let listener: Int32
    let port: UInt16
    private let counts = Mutex((connections: 0, requests: 0))

    var url: String { "http://127.0.0.1:\(port)" }
    var connections: Int { counts.withLock(\.connections) }
    var requests: Int { counts.withLock(\.requests) }

    init(script: @escaping @Sendable (Peer) -> Void) throws {
        listener = try Self.bind()
        port = try Self.port(of: listener)
        guard listen(listener, 1024) == 0 else { throw SocketError(errno) }
        Thread.detachNewThread { [listener, self] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else {
                    // Closed here alone: elsewhere its number could be another server's before this thread looks again.
                    close(listener)
                    return
                }
                counts.withLock { $0.connections += 1 }
                Thread.detachNewThread {
                    script(Peer(socket) { self.counts.withLock { $0.requests += 1 } })
                    close(socket)
                }
            }
        }
    }

    /// Answers every request with the same bytes and keeps the connection.
    static func answering(_ answer: String) throws -> ScriptedServer {
        try ScriptedServer { peer in
            while peer.readRequest() != nil { peer.write(answer) }
        }
    }

    /// Ends the accepting thread, which closes.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A port on which nothing listens: it is taken, then given back.
    static func refusedPort() throws -> UInt16 {
        let socket = try bind()
        defer { close(socket) }
        return try port(of: socket)
    }

    private static func bind() throws -> Int32 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(listener, $0, length) }
        }
        guard listener >= 0, code == 0 else { throw SocketError(errno) }
        return listener
    }

    private static func port(of listener: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        guard code == 0 else { throw SocketError(errno) }
        return UInt16(bigEndian: address.sin_port)
    }
}

struct SocketError: Error {
    let code: Int32
    init(_ code: Int32) { self.code = code }
}

/// The server's end of one connection, as its script sees it.
final class Peer {
    private let socket: Int32
    private let onRequest: () -> Void
    private var buffer: [UInt8] = []

    init(_ socket: Int32, onRequest: @escaping () -> Void) {
        self.socket = socket
        self.onRequest = onRequest
    }

    /// The next request: its head, and its body by `Content-Length`; nil when the client has closed.
    func readRequest() -> (head: String, body: [UInt8])? {
        while true {
            if let request = takeRequest() {
                onRequest()
                return request
            }
            guard fill() else { return nil }
        }
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// Returns when the client has closed the connection.
    func waitForClose() {
        while fill() { buffer = [] }
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk.prefix(count)
        return true
    }

    private func takeRequest() -> (head: String, body: [UInt8])? {
        guard let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        let length = contentLength(head)
        guard buffer.count >= end.upperBound + length else { return nil }
        let body = Array(buffer[end.upperBound..<end.upperBound + length])
        buffer.removeFirst(end.upperBound + length)
        return (head, body)
    }

    private func contentLength(_ head: String) -> Int {
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        return line.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
    }
}

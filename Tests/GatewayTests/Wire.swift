import Foundation
import Glibc

/// One HTTP connection, byte by byte, so that a test sees exactly what a caller would.
final class Wire: @unchecked Sendable {
    struct Trouble: Error { let sentence: String }

    /// What came back.
    struct Reply: Sendable {
        let status: Int
        let headers: [String: String]
        let body: Data

        func header(_ name: String) -> String? { headers[name.lowercased()] }

        func json<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(Value.self, from: body)
        }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    private let descriptor: Int32
    private var buffer = Data()

    /// Connects to a port of this machine.
    init(port: Int, patience: Int = 60) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Trouble(sentence: "could not connect") }
    }

    /// Goes away as a browser does.
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    deinit { Glibc.close(descriptor) }

    func send(_ bytes: Data) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Trouble(sentence: "the connection broke while sending") }
            rest = rest.dropFirst(sent)
        }
    }

    /// Reads a line or a part up to a mark, mark included; nil at the end.
    func read(through mark: String) throws -> String? {
        let mark = Data(mark.utf8)
        while true {
            if let range = buffer.range(of: mark) {
                let part = buffer[buffer.startIndex..<range.upperBound]
                buffer = Data(buffer[range.upperBound...])
                return String(decoding: part, as: UTF8.self)
            }
            guard try more() else { return nil }
        }
    }

    private func more() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count >= 0 else { throw Trouble(sentence: "nothing came in time") }
        buffer.append(contentsOf: chunk.prefix(count))
        return count > 0
    }

    /// Reads an answer's head.
    func head() throws -> (status: Int, headers: [String: String]) {
        guard let head = try read(through: "\r\n\r\n") else { throw Trouble(sentence: "no answer came") }
        let lines = head.components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw Trouble(sentence: "not HTTP: \(lines[0])") }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { continue }
            headers[halves[0].lowercased()] = halves[1].trimmingCharacters(in: .whitespaces)
        }
        return (status, headers)
    }

    /// Reads an answer whose length is told.
    func reply() throws -> Reply {
        let (status, headers) = try head()
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < length {
            guard try more() else { throw Trouble(sentence: "the body ended early") }
        }
        let body = Data(buffer.prefix(length))
        buffer = Data(buffer.dropFirst(length))
        return Reply(status: status, headers: headers, body: body)
    }

    /// The bytes of a request.
    static func request(_ method: String, _ target: String, headers: [String: String], body: Data?) -> Data {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1"]
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if let body { lines.append("Content-Length: \(body.count)") }
        return Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? Data())
    }

    /// Runs blocking work away from the threads that tests run on.
    static func elsewhere<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}

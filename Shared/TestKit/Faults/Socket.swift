import Foundation

/// A TCP socket of IPv4, as thin as the proxy needs it.
struct Socket: Sendable {
    let descriptor: Int32

    /// What a socket call complained about.
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let number: Int32
        var description: String { "\(call): \(String(cString: strerror(number)))" }
    }

    /// Listens on a free port of the loopback interface.
    static func listening() throws -> Socket {
        let socket = try Socket()
        var address = Self.address(host: "127.0.0.1", port: 0)
        try socket.check(
            "bind",
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            })
        try socket.check("listen", listen(socket.descriptor, 64))
        return socket
    }

    /// Connects to an IPv4 address such as `127.0.0.1`.
    static func connected(host: String, port: Int) throws -> Socket {
        let socket = try Socket()
        var address = Self.address(host: host, port: port)
        try socket.check(
            "connect",
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            })
        return socket
    }

    private init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", number: errno) }
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The port that the socket is bound to.
    var port: Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Waits for the next peer; nil when the socket was shut down.
    func accepted() -> Socket? {
        let peer = accept(descriptor, nil, nil)
        return peer >= 0 ? Socket(descriptor: peer) : nil
    }

    /// Whether bytes, or the end of them, can be read within a short time.
    func isReadable(within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// The next bytes; nil at the end or after an error.
    func read(atMost count: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = recv(descriptor, &buffer, count, 0)
        return got > 0 ? Array(buffer[..<got]) : nil
    }

    /// Sends all bytes; false when the peer is gone, or when it takes nothing and there is no reason to wait.
    func write(_ bytes: [UInt8], while isWorthWaiting: () -> Bool) -> Bool {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN, isWorthWaiting() {
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&entry, 1, 10)
            } else {
                return false
            }
        }
        return true
    }

    /// Tells the peer that no more bytes come.
    func finishWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Ends both directions, which wakes whoever waits on the socket.
    func interrupt() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Wakes whoever waits for bytes, without saying goodbye to the peer.
    func interruptReading() { shutdown(descriptor, Int32(SHUT_RD)) }

    /// Makes the coming ``close()`` a reset, as a crashed peer or a firewall sends it.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    func close() { Foundation.close(descriptor) }

    private func check(_ call: String, _ result: Int32) throws {
        guard result != 0 else { return }
        let failure = Failure(call: call, number: errno)
        close()
        throw failure
    }

    private static func address(host: String, port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = inet_addr(host == "localhost" ? "127.0.0.1" : host)
        return address
    }
}

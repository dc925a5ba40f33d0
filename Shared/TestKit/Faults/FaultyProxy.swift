import Foundation
import Synchronization

/// A TCP proxy on the loopback interface that misbehaves on demand: pauses, delays, cuts, refuses.
///
/// It stands between a client and a real server and knows nothing of what they say, so that the same faults serve
/// AMQP, PostgreSQL and HTTP.
public final class FaultyProxy: Sendable {
    /// How the proxy behaves at the moment.
    struct Faults {
        var isPaused = false
        var isRefusing = false
        var delay = Duration.zero
        var isClosed = false
    }

    private let listener: Socket
    private let host: String
    private let target: Int
    private let faults = Mutex(Faults())
    private let links = Mutex<[ObjectIdentifier: ProxyLink]>([:])

    /// The port to which clients connect.
    public let port: Int

    /// Listens on a free port and forwards to a server.
    ///
    /// - Throws: when no port can be opened.
    public init(to host: String = "127.0.0.1", port target: Int) throws {
        self.host = host
        self.target = target
        listener = try Socket.listening()
        port = listener.port
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// How many connections pass through.
    public var connections: Int { links.withLock { $0.count } }

    /// The same address, by way of the proxy.
    ///
    /// - Parameter url: a URL with a host and a port, of whatever scheme.
    public func url(insteadOf url: String) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        parts.host = "127.0.0.1"
        parts.port = port
        return parts.string ?? url
    }

    /// Stops forwarding in both directions; bytes pile up as behind a peer that hangs. Connections stay open.
    public func pause() { faults.withLock { $0.isPaused = true } }

    /// Forwards again, beginning with what has piled up.
    public func resume() { faults.withLock { $0.isPaused = false } }

    /// Holds every chunk back for a time, in each direction.
    public func delay(_ duration: Duration) { faults.withLock { $0.delay = duration } }

    /// Resets every connection; new ones are served.
    public func cut() {
        for link in links.withLock({ Array($0.values) }) { link.reset() }
    }

    /// Says something to every client in the server's place; for a moment in which the server itself says nothing.
    public func inject(_ bytes: [UInt8]) {
        for link in links.withLock({ Array($0.values) }) { link.inject(bytes) }
    }

    /// Hangs up on new connections at once until ``accept()``.
    public func refuse() { faults.withLock { $0.isRefusing = true } }

    /// Serves new connections again.
    public func accept() { faults.withLock { $0.isRefusing = false } }

    /// Resets everything and stops listening.
    public func close() {
        let wasOpen = faults.withLock { faults in
            defer { faults.isClosed = true }
            return !faults.isClosed
        }
        guard wasOpen else { return }
        listener.interrupt()
        cut()
    }

    var current: Faults { faults.withLock { $0 } }

    private func acceptAll() {
        while let client = listener.accepted() {
            guard !current.isRefusing, !current.isClosed, let server = try? Socket.connected(host: host, port: target)
            else {
                client.resetOnClose()
                client.close()
                continue
            }
            let link = ProxyLink(client: client, server: server, proxy: self)
            links.withLock { $0[ObjectIdentifier(link)] = link }
            link.start { [self] in links.withLock { $0[ObjectIdentifier(link)] = nil } }
        }
        listener.close()
    }
}

/// Lends a proxy in front of a server, and takes it down afterwards.
///
/// - Parameters:
///   - url: the server's URL, with host and port.
///   - body: gets the proxy and the URL by way of it.
public func withFaultyProxy<Value>(
    to url: String, isolation: isolated (any Actor)? = #isolation,
    _ body: (FaultyProxy, String) async throws -> Value
) async throws -> Value {
    guard let parts = URLComponents(string: url), let host = parts.host, let port = parts.port else {
        throw ProxyNeedsPort(url: url)
    }
    let proxy = try FaultyProxy(to: host, port: port)
    defer { proxy.close() }
    return try await body(proxy, proxy.url(insteadOf: url))
}

/// A URL without a host or a port cannot be put behind a proxy.
struct ProxyNeedsPort: Error {
    let url: String
}

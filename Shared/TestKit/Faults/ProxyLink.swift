import Foundation
import Synchronization

/// One connection through the proxy: two sockets and a thread for each direction.
final class ProxyLink: Sendable {
    /// Bytes forwarded at once.
    private static let chunk = 64 * 1024
    /// How soon the end of a pause is noticed.
    private static let glance = 0.01
    /// How long a thread with nothing to forward sleeps, in milliseconds. What is read is asked for behind it, and a
    /// reset wakes it; a hundred links that looked a hundred times a second would keep a core busy.
    private static let nap: Int32 = 1000

    private let client: Socket
    private let server: Socket
    private let proxy: FaultyProxy
    private let state = Mutex(State())

    private struct State {
        var openDirections = 2
        var isReset = false
    }

    init(client: Socket, server: Socket, proxy: FaultyProxy) {
        self.client = client
        self.server = server
        self.proxy = proxy
    }

    /// Forwards until both sides have finished, then calls back.
    func start(onEnd: @escaping @Sendable () -> Void) {
        for (source, sink) in [(client, server), (server, client)] {
            Thread.detachNewThread { [self] in
                forward(from: source, to: sink)
                finish(onEnd)
            }
        }
    }

    /// Says something to the client in the server's place.
    func inject(_ bytes: [UInt8]) {
        _ = client.write(bytes, while: { !isReset })
    }

    /// Ends the connection as a crash would.
    func reset() {
        state.withLock { state in
            // Once the last direction has ended, the numbers of these sockets may belong to others.
            guard state.openDirections > 0, !state.isReset else { return }
            state.isReset = true
            for socket in [client, server] {
                socket.resetOnClose()
                socket.interruptReading()
            }
        }
    }

    private func forward(from source: Socket, to sink: Socket) {
        while !isReset {
            guard !proxy.current.isPaused else {
                Thread.sleep(forTimeInterval: Self.glance)
                continue
            }
            guard source.isReadable(within: Self.nap), !proxy.current.isPaused else { continue }
            guard let bytes = source.read(atMost: Self.chunk) else { return sink.finishWriting() }
            let delay = proxy.current.delay
            if delay > .zero { Thread.sleep(forTimeInterval: delay / .seconds(1)) }
            guard sink.write(bytes, while: { !isReset }) else { return }
        }
    }

    private var isReset: Bool { state.withLock { $0.isReset } }

    private func finish(_ onEnd: () -> Void) {
        let isLast = state.withLock { state in
            state.openDirections -= 1
            guard state.openDirections == 0 else { return false }
            client.close()
            server.close()
            return true
        }
        if isLast { onEnd() }
    }
}

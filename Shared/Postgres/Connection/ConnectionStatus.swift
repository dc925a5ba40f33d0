internal import Synchronization

/// What others may know of a connection without waiting for its thread.
final class ConnectionStatus: Sendable {
    private let broken = Atomic<Bool>(false)
    private let closing = Atomic<Bool>(false)
    private let idle = Atomic<Bool>(true)
    private let socket = Atomic<Int32>(-1)

    /// Whether the connection is of no more use.
    var isBroken: Bool {
        get { broken.load(ordering: .acquiring) }
        set { broken.store(newValue, ordering: .releasing) }
    }

    /// Whether we are closing it ourselves.
    var isClosing: Bool {
        get { closing.load(ordering: .acquiring) }
        set { closing.store(newValue, ordering: .releasing) }
    }

    /// The socket, -1 before and after the connection.
    var descriptor: Int32 {
        get { socket.load(ordering: .acquiring) }
        set { socket.store(newValue, ordering: .releasing) }
    }

    /// Whether no transaction is open.
    var isIdle: Bool {
        get { idle.load(ordering: .acquiring) }
        set { idle.store(newValue, ordering: .releasing) }
    }
}

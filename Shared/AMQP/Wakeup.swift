import CRabbitMQ
import Glibc

/// Wakes a thread that waits for its socket: a descriptor that becomes readable when someone has called ``signal()``.
final class Wakeup: Sendable {
    private let descriptor: Int32

    init() throws(AMQPError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if descriptor < 0 { throw AMQPError(.configuration, "there are too many open files") }
    }

    deinit {
        close(descriptor)
    }

    /// Wakes the waiting thread, or lets its next wait return at once.
    func signal() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Waits until the socket is readable (or writable, when asked for), a signal came, or the time is over.
    func wait(for socket: Int32?, alsoWritable: Bool = false, _ patience: Duration) {
        let interest = Int16(POLLIN) | (alsoWritable ? Int16(POLLOUT) : 0)
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket ?? -1, events: interest, revents: 0),
        ]
        let (seconds, attoseconds) = patience.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        _ = poll(&descriptors, 2, Int32(clamping: max(milliseconds, 0)))
        if descriptors[0].revents != 0 {
            var count: UInt64 = 0
            _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
        }
    }
}

internal import CPostgres
internal import Glibc

/// Interrupts a thread that waits in `poll(2)`: cancelling a task or closing a connection makes the descriptor
/// readable.
final class Waker: Sendable {
    let descriptor: Int32

    init() throws(PostgresError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else {
            throw PostgresError(.other, "no event descriptor is left: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Wakes the thread now, or at once when it next waits.
    func wake() {
        eventfd_write(descriptor, 1)
    }

    /// Forgets the wake-ups so far.
    func drain() {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }
}

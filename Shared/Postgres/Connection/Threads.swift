internal import Glibc

/// Runs a closure on a new thread of its own, which ends with it.
func startThread(_ body: @escaping @Sendable () -> Void) throws(PostgresError) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(ThreadBody(body))
    let status = pthread_create(&thread, nil, runThread, context.toOpaque())
    guard status == 0 else {
        context.release()
        throw PostgresError(.other, "no thread can be started for a connection: \(String(cString: strerror(status)))")
    }
    pthread_detach(thread)
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
    return nil
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

/// A POSIX semaphore.
final class Semaphore: @unchecked Sendable {  // The pointer never changes, and sem_t is made to be shared by threads.
    private let handle = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() {
        sem_init(handle, 0, 0)
    }

    deinit {
        sem_destroy(handle)
        handle.deallocate()
    }

    func signal() {
        sem_post(handle)
    }

    /// Returns after a signal; an interrupted wait goes on.
    func wait() {
        while sem_wait(handle) != 0 {}
    }
}

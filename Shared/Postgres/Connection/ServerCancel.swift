internal import CPostgres
internal import Synchronization

/// Asks the server to cancel what a connection is running, on a thread of its own, because `PQcancel` blocks while it
/// opens a second connection.
///
/// A connection must not be used again before the request has ended: until then it may hit the next statement.
final class ServerCancel: Sendable {
    private let ended = Atomic<Bool>(false)

    /// Sends the request; `waker` rings when it has ended.
    init(of session: Session) throws(PostgresError) {
        guard let request = PQgetCancel(session.handle) else { throw session.lost() }
        let ticket = Ticket(request: request)
        let waker = session.waker
        try startThread { [self] in
            ticket.redeem()
            ended.store(true, ordering: .releasing)
            waker.wake()
        }
    }

    /// Whether the server has taken the request, or never will.
    var hasEnded: Bool { ended.load(ordering: .acquiring) }
}

/// Owns libpq's cancel request.
private final class Ticket: @unchecked Sendable {  // Only the request's own thread uses the pointer.
    private let request: OpaquePointer

    init(request: OpaquePointer) {
        self.request = request
    }

    deinit {
        PQfreeCancel(request)
    }

    func redeem() {
        // The reason for a failure does not matter: the caller's grace period ends the connection then.
        var reason = [CChar](repeating: 0, count: 256)
        PQcancel(request, &reason, Int32(reason.count))
    }
}

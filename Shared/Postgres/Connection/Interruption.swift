/// When and why a pipeline is given up: its deadline, a cancelled task, a closed connection.
struct Interruption {
    /// How long the server may take to obey a cancel request before the connection is dropped.
    static let grace = Duration.seconds(2)

    /// When the wait ends: the deadline, then the end of the grace period.
    private(set) var limit: ContinuousClock.Instant
    /// The cancel request under way.
    private(set) var request: ServerCancel?
    private let status: ConnectionStatus
    /// A rollback must go through even when the task that needs it is cancelled.
    private let isShielded: Bool
    private var reason: PostgresError.Code?

    init(deadline: ContinuousClock.Instant, status: ConnectionStatus, isShielded: Bool = false) {
        limit = deadline
        self.status = status
        self.isShielded = isShielded
    }

    /// Whether there is a reason not even to start.
    mutating func checkBeforeStart() throws(PostgresError) {
        guard let code = currentReason(false) else { return }
        reason = code
        throw error
    }

    /// Whether the server was asked to cancel.
    var isRequested: Bool { reason != nil }

    /// Called after a wake-up or at the limit. The first reason sends the cancel request; the end of the grace period
    /// throws, and the connection is dropped.
    mutating func check(_ session: Session, isTimeout: Bool) throws(PostgresError) {
        guard let code = currentReason(isTimeout) else { return }
        if isRequested {
            if isTimeout { throw error }
            return
        }
        reason = code
        limit = ContinuousClock.now + Self.grace
        request = try ServerCancel(of: session)
    }

    /// A wake-up alone means nothing: it may be meant for a pipeline that is already through.
    private func currentReason(_ isTimeout: Bool) -> PostgresError.Code? {
        if status.isClosing { return .closed }
        if Task.isCancelled, !isShielded { return .cancelled }
        return isTimeout ? .deadlineExceeded : nil
    }

    /// The reason as an error.
    var error: PostgresError { error(of: nil) }

    /// The reason as the error of a statement.
    func error(of statement: String?) -> PostgresError {
        let sentence =
            switch reason {
            case .closed: "the connection is being closed"
            case .cancelled: "the task was cancelled"
            default: "the statement took longer than its deadline"
            }
        return PostgresError(reason ?? .deadlineExceeded, sentence, statement: statement)
    }
}

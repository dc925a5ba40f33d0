internal import CPostgres
internal import Glibc
internal import Logging

extension Session {
    /// Connects without blocking in libpq, so that the deadline holds and a cancelled task need not wait.
    static func open(
        _ configuration: PostgresConfiguration, waker: Waker, interruption: Interruption, logger: Logger
    ) throws(PostgresError) -> Session {
        guard let handle = startConnecting(configuration.libraryParameters) else {
            throw PostgresError(.other, "no memory for a connection")
        }
        let session = Session(handle: handle, waker: waker, logger: logger)
        try session.finishConnecting(interruption)
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { throw session.lost() }
        return session
    }

    private static func startConnecting(_ parameters: [(name: String, value: String)]) -> OpaquePointer? {
        let names = parameters.map { strdup($0.name) }
        let values = parameters.map { strdup($0.value) }
        defer { (names + values).forEach { free($0) } }
        return PQconnectStartParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
    }

    private func finishConnecting(_ interruption: Interruption) throws(PostgresError) {
        var interruption = interruption
        // libpq asks to wait for writing before its first step (PostgreSQL manual §34.1, PQconnectPoll).
        var progress = PGRES_POLLING_WRITING
        while progress != PGRES_POLLING_OK {
            guard progress != PGRES_POLLING_FAILED, PQstatus(handle) != CONNECTION_BAD else { throw lost() }
            let isWriting = progress == PGRES_POLLING_WRITING
            let ready = wait(reading: !isWriting, writing: isWriting, until: interruption.limit)
            if ready.isTimeout {
                throw PostgresError(.connectionLost, "the server did not take the connection in time")
            }
            try interruption.checkBeforeStart()
            if ready.isReadable || ready.isWritable { progress = PQconnectPoll(handle) }
        }
    }
}

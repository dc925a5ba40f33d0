public import Logging
internal import Synchronization

/// A few connections shared by many tasks. A lease lasts as long as its closure; who must wait is served in order.
///
/// Connections are opened when first needed. One that breaks is replaced on the next lease; while the server cannot be
/// reached the attempts come at growing intervals.
public final class PostgresPool: Sendable {
    /// Where the connections lead, and the limits on time.
    public let configuration: PostgresConfiguration
    let logger: Logger
    let state: Mutex<PoolState>

    /// A pool without connections yet. Four serve some thousands of short transactions a second.
    public init(_ configuration: PostgresConfiguration, size: Int = 4, logger: Logger) {
        precondition(size > 0, "a pool needs at least one connection")
        self.configuration = configuration
        self.logger = logger
        state = Mutex(PoolState(size: size))
    }

    /// What the pool has done so far and is doing now.
    public var snapshot: PoolSnapshot { state.withLock { $0.snapshot } }

    /// Lends a connection. A transaction that `body` leaves open is rolled back.
    ///
    /// Never lease a second connection inside `body`: when all tasks hold one and wait for another, none goes on.
    public func withConnection<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await lease()
        do {
            let value = try await body(connection)
            await giveBack(connection)
            return value
        } catch {
            await giveBack(connection)
            throw error
        }
    }
}

extension PostgresPool: PostgresClient {
    /// Sends a pipeline on any free connection.
    public func send(_ pipeline: Pipeline, deadline: ContinuousClock.Instant?) async throws(PostgresError) {
        let connection = try await lease()
        do {
            try await connection.send(pipeline, deadline: deadline)
        } catch {
            await giveBack(connection)
            throw error
        }
        await giveBack(connection)
    }
}

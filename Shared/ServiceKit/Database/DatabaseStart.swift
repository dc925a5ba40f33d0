public import Logging
import Postgres

/// How a service begins with its database.
public enum DatabaseStart {
    /// How long a database that is away is waited for: longer than one needs that starts with its host. After that the
    /// service ends with what the database said, for whoever has misspelt its address.
    public static let patience = Duration.seconds(60)

    /// Does what has to be done before the service can run. While the database cannot be reached, or goes away in the
    /// middle, it is tried again: a service that ended at once would have to be started time and again by others.
    ///
    /// - Parameter body: Bears a repeat, as nobody knows how far it came.
    /// - Throws: What the body threw, if that was anything else, or at the end of patience.
    public static func wait<Value>(
        _ logger: Logger, within patience: Duration = patience, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let end = ContinuousClock.now + patience
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await body()
            } catch let error as PostgresError where error.isConnectionLoss && .now + pause < end {
                logger.warning("waiting for the database", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
    }
}

public import ServiceLifecycle

/// Runs services while the body runs, then ends them as a supervisor does, and gives what the body gave.
///
/// - Throws: What the body throws, once the services have ended; else what a service throws.
public func serving<Value: Sendable>(
    _ services: [any Service], _ body: () async throws -> Value
) async throws -> Value {
    let group = ServiceGroup(services: services, gracefulShutdownSignals: [], logger: silent)
    return try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        let result = await outcome { try await body() }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try result.get()
    }
}

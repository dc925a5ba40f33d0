/// What came of it, for tests that have to clean up before they fail.
public func outcome<Value>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
) async -> Result<Value, any Error> {
    do { return .success(try await body()) } catch { return .failure(error) }
}

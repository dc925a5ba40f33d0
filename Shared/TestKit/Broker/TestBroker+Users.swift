import Foundation

extension TestBroker {
    /// Lends a broker user who may write under some keys of one exchange and do nothing else, as an outside producer.
    ///
    /// - Parameters:
    ///   - name: Unique on the broker, since users belong to no virtual host.
    ///   - keys: A regular expression of routing keys.
    ///   - body: Gets the address with the user's name and password.
    public func withProducer<Value>(
        _ name: String, exchange: String, keys: String, isolation: isolated (any Actor)? = #isolation,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let password = UUID().uuidString
        try await management.put(["users", name], ["password": .string(password), "tags": ""])
        let pattern = "^\(NSRegularExpression.escapedPattern(for: exchange))$"
        try await management.put(
            ["permissions", vhost, name], ["configure": "^$", "write": .string(pattern), "read": "^$"])
        try await management.put(
            ["topic-permissions", vhost, name],
            ["exchange": .string(exchange), "write": .string(keys), "read": "^$"])
        var parts = URLComponents(string: url)
        parts?.user = name
        parts?.password = password
        do {
            let value = try await body(parts?.string ?? url)
            try await management.delete(["users", name])
            return value
        } catch {
            _ = try? await management.delete(["users", name])
            throw error
        }
    }
}

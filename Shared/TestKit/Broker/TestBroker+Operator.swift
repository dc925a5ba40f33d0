import Foundation

extension TestBroker {
    /// Makes the broker user `operator`, who may do everything in this virtual host, and answers its address.
    ///
    /// Users belong to the broker and not to a virtual host, so all tests share it, and it stays.
    public func operatorURL() async throws -> String {
        try await user("operator", configure: ".*", write: ".*", read: ".*")
    }

    /// Makes a broker user with rights in this virtual host alone, and answers its address. Its password is the same in
    /// every test, as tests share the user, and one of a kind, so that it is noticed where it does not belong.
    public func user(_ name: String, configure: String, write: String, read: String) async throws -> String {
        try await makeShared(name)
        try await management.put(
            ["permissions", vhost, name],
            ["configure": .string(configure), "write": .string(write), "read": .string(read)])
        guard var parts = URLComponents(string: url) else { return url }
        parts.user = name
        parts.password = Self.password(of: name)
        return parts.string ?? url
    }

    /// The broker first looks and then makes: of two tests that want the same new user at once it fails one.
    private func makeShared(_ name: String) async throws {
        let user: JSONValue = ["password": .string(Self.password(of: name)), "tags": ""]
        do {
            try await management.put(["users", name], user)
        } catch let failure as Management.Failure where failure.body.contains("user_already_exists") {
            try await management.put(["users", name], user)
        }
    }

    /// The password of a user that tests share.
    public static func password(of user: String) -> String { "\(user).Let-Pangolin-In" }

    /// Limits the keys of a topic exchange that a user may publish and bind; regular expressions.
    public func limit(_ user: String, on exchange: String, write: String, read: String) async throws {
        try await management.put(
            ["topic-permissions", vhost, user],
            ["exchange": .string(exchange), "write": .string(write), "read": .string(read)])
    }

    /// Removes a user from the broker; false when there is none.
    @discardableResult
    public func removeUser(_ name: String) async throws -> Bool {
        try await management.delete(["users", name])
    }
}

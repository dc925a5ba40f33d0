/// How a transaction runs.
public struct TransactionOptions: Sendable {
    /// What a transaction may see of others (PostgreSQL manual §13.2).
    public enum Isolation: String, Sendable {
        /// Each statement sees what was committed before it.
        case readCommitted = "READ COMMITTED"
        /// All statements see what was committed before the first.
        case repeatableRead = "REPEATABLE READ"
        /// As if transactions ran one after the other.
        case serializable = "SERIALIZABLE"
    }

    /// What the transaction may see of others; nil is the server's default, normally ``Isolation/readCommitted``.
    public var isolation: Isolation?
    /// Whether it may only read.
    public var isReadOnly: Bool
    /// The role it runs as (`SET LOCAL ROLE`); nil is the connection's own.
    public var role: String?
    /// Settings that hold inside it, such as `("app.tenants", "{…}")` (`set_config(…, true)`).
    public var settings: [(name: String, value: String)]
    /// How long one attempt may take, all its statements together; nil is the configuration's deadline for each.
    public var deadline: Duration?
    /// How often it is tried in all when others are in its way (40001, 40P01).
    public var attempts: Int

    /// The server's defaults, tried up to five times.
    public init(
        isolation: Isolation? = nil, isReadOnly: Bool = false, role: String? = nil,
        settings: [(name: String, value: String)] = [], deadline: Duration? = nil, attempts: Int = 5
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.role = role
        self.settings = settings
        self.deadline = deadline
        self.attempts = attempts
    }

    /// What begins the transaction; travels with its first statement.
    var opening: Pipeline {
        var pipeline = Pipeline()
        pipeline.begin(isolation, isReadOnly: isReadOnly)
        if let role { pipeline.run("SET LOCAL ROLE \(identifier: role)") }
        for (name, value) in settings { pipeline.run("SELECT set_config(\(name), \(value), true)") }
        return pipeline
    }
}

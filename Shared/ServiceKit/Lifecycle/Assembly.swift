public import ServiceLifecycle

/// What a service is made of: the parts that run, in the order in which they start, and what must be true for work.
///
/// Parts stop in the reverse order, each only when the one after it has ended: put the database first, then the
/// broker, then what uses both.
public struct Assembly: Sendable {
    /// The parts that run.
    public var parts: [any Service]
    /// What must be true for the service to be ready.
    public var readiness: [ReadinessCheck]
    /// Is told how to ask what the checks said last, before any part starts.
    public var onReadiness: @Sendable (@escaping @Sendable () -> ReadinessReport) -> Void = { _ in }

    /// Lists parts and checks.
    public init(_ parts: [any Service], readiness: [ReadinessCheck] = []) {
        self.parts = parts
        self.readiness = readiness
    }
}

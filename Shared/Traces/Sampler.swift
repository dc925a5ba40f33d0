/// Decides which new traces are recorded: those whose id, as a random number, lies high enough. So all services that
/// ask come to the same answer, and a larger share takes whatever a smaller one took.
///
/// The rightmost 56 bits are compared, as OpenTelemetry's probability sampling does (specification, "Sampling
/// threshold": recorded when R ≥ T, T = (1 − share) · 2⁵⁶).
public struct Sampler: Sendable {
    private let threshold: UInt64
    private static let bits: UInt64 = 1 << 56

    /// - Parameter share: From 0, none, to 1, all.
    public init(share: Double) {
        threshold = UInt64((1 - min(max(share, 0), 1)) * Double(Self.bits))
    }

    func takes(_ trace: TraceID) -> Bool { trace.low & (Self.bits - 1) >= threshold }
}

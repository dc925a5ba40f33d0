/// Request: settle a dispute. Only operators may. What is accepted counts as missing from then on, until it is
/// resolved.
public struct DisputeSettle: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.dispute.settle.v1"
    /// The dispute as it is now.
    public typealias Reply = DisputeRecord

    /// What becomes of it.
    public enum Verdict: String, Codable, Sendable, CaseIterable {
        /// The person is right: the datum counts as missing.
        case accepted
        /// The datum counts.
        case refused
        /// What was accepted has been mended: the datum counts again.
        case resolved
    }

    /// The one that is to end.
    public var dispute: DisputeID
    /// What becomes of it.
    public var verdict: Verdict
    /// What the person is told; 1 to 1,000 characters.
    public var answer: String

    /// Puts the question together.
    public init(dispute: DisputeID, verdict: Verdict, answer: String) {
        self.dispute = dispute
        self.verdict = verdict
        self.answer = answer
    }
}

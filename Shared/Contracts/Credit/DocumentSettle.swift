/// Request: say what was found of a paper that a person has declared. Only operators may. What is refused counts as
/// missing. Credit publishes, as the receipt, ``ActionTaken``.
public struct DocumentSettle: OperatorRequest, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.document.settle.v1"
    /// A receipt.
    public typealias Reply = RepairReceipt

    /// What was found.
    public enum Verdict: String, Codable, Sendable, CaseIterable {
        /// It is what it says.
        case verified
        /// It is not taken.
        case refused
    }

    /// The person who has declared it.
    public var subject: TenantID
    /// Which paper.
    public var document: DocumentRecord.Kind
    /// The market, ISO 3166-1 alpha-2, such as `US`; nil where it was declared for one alone.
    public var market: String?
    /// What was found.
    public var verdict: Verdict
    /// What the person is told; 1 to 1,000 characters.
    public var note: String?

    /// Puts the question together.
    public init(
        subject: TenantID, document: DocumentRecord.Kind, market: String? = nil, verdict: Verdict, note: String? = nil
    ) {
        self.subject = subject
        self.document = document
        self.market = market
        self.verdict = verdict
        self.note = note
    }
}

/// Under which receipt a repair is noted, and why it is made. The steps of one command bear one mark and add up.
public struct RepairMark: Codable, Sendable, Hashable {
    /// The receipt's id.
    public var receipt: MessageID
    /// Why, in the operator's words; at most 500 characters.
    public var reason: String?

    /// Marks a repair.
    public init(receipt: MessageID, reason: String? = nil) {
        self.receipt = receipt
        self.reason = reason
    }
}

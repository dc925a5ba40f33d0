/// Request: tell an order's present state once more, as it was told last. Who has that version already does nothing.
///
/// Ingestion publishes ``OrderChanged`` and, as the receipt, ``ActionTaken``.
public struct OrderResend: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.resend.v1"
    /// A receipt.
    public typealias Reply = RepairReceipt

    /// Our id of the order, or the channel's.
    public var order: String
    /// Under which receipt it is noted; nil: one of its own.
    public var repair: RepairMark?

    /// Asks.
    public init(order: String, repair: RepairMark? = nil) {
        self.order = order
        self.repair = repair
    }
}

/// What a repair has done.
public struct RepairReceipt: Codable, Sendable, Hashable {
    /// What was done, in a constant word, as in the log of actions.
    public var action: String
    /// What it was done to.
    public var subject: String
    /// What was done, in one sentence.
    public var sentence: String
    /// Who did it.
    public var actor: String
    /// When.
    public var at: Instant
    /// The brand that it was done for; nil: it was for none, or a build did not tell.
    public var tenant: TenantID?
    /// The version that was told, of an order.
    public var version: Int?

    /// Puts the record together.
    public init(
        action: String, subject: String, sentence: String, actor: String, at: Instant, tenant: TenantID? = nil,
        version: Int? = nil
    ) {
        self.action = action
        self.subject = subject
        self.sentence = sentence
        self.actor = actor
        self.at = at
        self.tenant = tenant
        self.version = version
    }
}

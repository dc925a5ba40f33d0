/// Request: say that a datum is wrong. Asked as the person; one open dispute per datum.
public struct DisputeOpen: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.dispute.open.v1"
    /// The dispute.
    public typealias Reply = DisputeRecord

    /// The account whose datum it is.
    public var account: AccountID
    /// The datum, as the score names it.
    public var datum: String
    /// What is wrong; 1 to 1,000 characters.
    public var words: String

    /// Puts the question together.
    public init(account: AccountID, datum: String, words: String) {
        self.account = account
        self.datum = datum
        self.words = words
    }
}

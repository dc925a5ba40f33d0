/// Request: the score of the person who asks, or for a lender of the person who has consented. Every reading by a
/// lender is written down where the person sees it, in the transaction that answers.
public struct ScoreGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.score.v1"

    /// The score, or why there is none.
    public struct Reply: Codable, Sendable, Hashable {
        /// The person whose income is scored.
        public var subject: TenantID
        /// The newest score; nil where there is none.
        public var score: CreditScore?
        /// What keeps the person from being scored; nothing where there is a score.
        public var obstacles: [CreditObstacle]
        /// The accounts that count; a lender is told of none.
        public var accounts: [CreditAccount]
        /// The papers that the markets of the accounts ask for, each once; nil while nobody has looked which they are.
        public var documents: [CreditDocument]?

        /// Puts the record together.
        public init(
            subject: TenantID, score: CreditScore? = nil, obstacles: [CreditObstacle], accounts: [CreditAccount],
            documents: [CreditDocument]? = nil
        ) {
            self.subject = subject
            self.score = score
            self.obstacles = obstacles
            self.accounts = accounts
            self.documents = documents
        }
    }

    /// The consent that a lender reads by; nil for the person.
    public var consent: ConsentID?

    /// Puts the question together.
    public init(consent: ConsentID? = nil) {
        self.consent = consent
    }
}

/// Request: who has read the person's score, newest first? Asked as the person, or as a lender about its own
/// readings.
public struct CreditReadList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.reads.v1"

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// What lenders have read, newest first.
        public var reads: [CreditRead]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the record together.
        public init(reads: [CreditRead], next: String? = nil) {
            self.reads = reads
            self.next = next
        }
    }

    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// Puts the question together.
    public init(cursor: String? = nil, limit: Int? = nil) {
        self.cursor = cursor
        self.limit = limit
    }
}

/// A reading by a lender. It is written once and never changes.
public struct CreditRead: Codable, Sendable, Hashable {
    /// What a lender reads.
    public enum What: String, Codable, Sendable, CaseIterable {
        /// The score with its reasons.
        case score
        /// Scores by time.
        case history
    }

    /// Names the reading.
    public var read: ReadID
    /// The lender who has read.
    public var lender: TenantID
    /// What the lender is called; nil while nobody has told it.
    public var lenderName: String?
    /// The prefix of the key that was used.
    public var actor: String
    /// By which consent.
    public var consent: ConsentID
    /// When it was read.
    public var at: Instant
    /// What was read.
    public var what: What
    /// The score that was told; nil where there was none, and after the person has had everything deleted.
    public var scaled: Int?

    /// Puts the record together.
    public init(
        read: ReadID, lender: TenantID, lenderName: String? = nil, actor: String, consent: ConsentID, at: Instant,
        what: What, scaled: Int? = nil
    ) {
        self.read = read
        self.lender = lender
        self.lenderName = lenderName
        self.actor = actor
        self.consent = consent
        self.at = at
        self.what = what
        self.scaled = scaled
    }
}

/// A reading by a lender.
public typealias ReadID = Identifier<ScoreRead>
/// What a ``ReadID`` names.
public enum ScoreRead {}

/// What a person lets a lender see: the score as it is at the time of each reading, the one that was current when the
/// consent was given, and those since.
public struct ConsentRecord: Codable, Sendable, Hashable {
    /// Names the consent.
    public var consent: ConsentID
    /// The person whose income is scored.
    public var subject: TenantID
    /// Who may read.
    public var lender: TenantID
    /// What the lender is called; nil while nobody has told it.
    public var lenderName: String?
    /// What for, in the person's words.
    public var purpose: String
    /// When it was given.
    public var from: Instant
    /// When it ends by itself.
    public var until: Instant
    /// When the person ended it.
    public var revokedAt: Instant?

    /// Puts the record together.
    public init(
        consent: ConsentID, subject: TenantID, lender: TenantID, lenderName: String? = nil, purpose: String,
        from: Instant, until: Instant, revokedAt: Instant? = nil
    ) {
        self.consent = consent
        self.subject = subject
        self.lender = lender
        self.lenderName = lenderName
        self.purpose = purpose
        self.from = from
        self.until = until
        self.revokedAt = revokedAt
    }
}

/// A consent of a person to a lender.
public typealias ConsentID = Identifier<Consent>
/// What a ``ConsentID`` names.
public enum Consent {}

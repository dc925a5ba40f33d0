/// A brand's shop or creator account that a person is scored by. It takes two: the brand offers it, the person takes it
/// up; either ends it.
public struct SubjectLink: Codable, Sendable, Hashable {
    /// What the account is for.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// An own shop.
        case seller
        /// An affiliate.
        case creator
    }

    /// How far a link is.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// The brand has offered it; nothing is read yet.
        case offered
        /// The person has taken it up.
        case linked
        /// One of the two has ended it; what was read of the account is deleted.
        case ended
    }

    /// Names the link.
    public var link: LinkID
    /// The person whose income is scored.
    public var subject: TenantID
    /// The brand that the account is connected for.
    public var brand: TenantID
    /// Our id of the shop or the creator account.
    public var account: AccountID
    /// What the account is for.
    public var kind: Kind
    /// How far the link is.
    public var state: State
    /// Counts the link's changes from 1.
    public var version: Int
    /// When it came to be as it is.
    public var changedAt: Instant

    /// Puts the record together.
    public init(
        link: LinkID, subject: TenantID, brand: TenantID, account: AccountID, kind: Kind, state: State, version: Int,
        changedAt: Instant
    ) {
        self.link = link
        self.subject = subject
        self.brand = brand
        self.account = account
        self.kind = kind
        self.state = state
        self.version = version
        self.changedAt = changedAt
    }
}

/// A link between a person and an account.
public typealias LinkID = Identifier<AccountLink>
/// What a ``LinkID`` names.
public enum AccountLink {}

/// Request: add a person whose income is scored, who is a tenant apart: whoever adds them sees nothing of theirs.
public struct SubjectCreate: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.subject.create.v1"
    /// The person, with their first key.
    public typealias Reply = NewSubject
    /// What they will be called; 1 to 100 characters. A pseudonym will do: no score asks for it.
    public var name: String

    /// Puts the question together.
    public init(name: String) {
        self.name = name
    }
}

/// A person who was added, with the key that is theirs to keep.
public struct NewSubject: Codable, Sendable, Hashable {
    /// The person whose income is scored.
    public var subject: TenantRecord
    /// Their first key; its text is told this once.
    public var key: NewKey

    /// Puts the record together.
    public init(subject: TenantRecord, key: NewKey) {
        self.subject = subject
        self.key = key
    }
}

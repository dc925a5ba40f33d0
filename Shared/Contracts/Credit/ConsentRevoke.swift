/// Request: end a consent at once. What was read stays read. Asked as the person.
public struct ConsentRevoke: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.consent.revoke.v1"
    /// The consent as it is now.
    public typealias Reply = ConsentRecord

    /// The one that is to end.
    public var consent: ConsentID

    /// Puts the question together.
    public init(consent: ConsentID) {
        self.consent = consent
    }
}

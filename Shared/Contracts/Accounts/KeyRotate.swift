/// Request: make a key that takes the place of another, with its name and scopes; for a while both open.
public struct KeyRotate: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.key.rotate.v1"
    /// The new key, and its text for the first and only time.
    public typealias Reply = NewKey
    /// The old key.
    public var key: KeyID
    /// How long the old key still opens, in hours; 0 to 720, by default 24.
    public var overlapHours: Int?
    /// When the new key ends by itself; nil for never.
    public var expiresAt: Instant?

    /// Puts the question together.
    public init(key: KeyID, overlapHours: Int? = nil, expiresAt: Instant? = nil) {
        self.key = key
        self.overlapHours = overlapHours
        self.expiresAt = expiresAt
    }
}

/// Request: end a key at once. A key cannot end itself, so that nobody locks the door from outside.
///
/// A gateway may go on believing in the key for 5 seconds.
public struct KeyRevoke: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.key.revoke.v1"
    /// The key as it is now.
    public typealias Reply = KeyRecord
    /// The key that opens nothing any more.
    public var key: KeyID

    /// Puts the question together.
    public init(key: KeyID) {
        self.key = key
    }
}

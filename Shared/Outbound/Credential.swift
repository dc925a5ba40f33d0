/// A secret text that never prints itself: only ``reveal()`` hands it over, so that every use can be found.
public struct Credential: Sendable, Hashable {
    private let text: String

    /// Wraps a secret.
    public init(_ text: String) {
        self.text = text
    }

    /// The secret, for the wire alone.
    public func reveal() -> String { text }

    /// Whether there is nothing to keep secret.
    public var isEmpty: Bool { text.isEmpty }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The same words for every secret.
    public var description: String { Redaction.mark }
    /// The same words for every secret.
    public var debugDescription: String { Redaction.mark }
    /// Without children, so that `dump` finds nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A value that no log, error or listing may show: a password, a token, a URL that carries a password.
///
/// The text comes out through ``reveal()`` alone, so that one search finds every place that uses a secret in the clear.
public struct Secret: Sendable, Hashable {
    private let text: String

    /// Hides a text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself, for the library that needs it; never for a log or an error.
    public func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Three stars, whatever the text is.
    public var description: String { "***" }

    /// Three stars, whatever the text is.
    public var debugDescription: String { "***" }

    /// Nothing to see, so that `dump` and string interpolation of an enclosing struct show nothing either.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

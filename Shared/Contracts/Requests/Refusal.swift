/// Why a service does not do what a caller asked for. The gateway makes a problem document (RFC 9457) of it.
public struct Refusal: Error, Codable, Sendable, Hashable {
    /// What the caller can do about it.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// What was sent is wrong; ``Refusal/field`` names where.
        case invalid
        /// There is no such thing, or it is another brand's.
        case notFound
        /// It cannot be done in the present state.
        case conflict
        /// The caller may not do this.
        case forbidden
        /// Not at the moment.
        case unavailable
        /// The fault is ours.
        case broken
    }

    /// What the caller can do about it.
    public let kind: Kind
    /// A constant word for programs, such as `unknownSKU`.
    public let code: String
    /// One sentence for people.
    public let detail: String
    /// The field that is wrong, as a JSON pointer such as `/lines/0/units`.
    public let field: String?

    /// The code of the refusal of a request whose deadline is over by the service's clock.
    public static let tooLate = "tooLate"

    /// Why a service does not do what a caller asked for.
    public init(_ kind: Kind, code: String, _ detail: String, field: String? = nil) {
        self.kind = kind
        self.code = code
        self.detail = detail
        self.field = field
    }
}

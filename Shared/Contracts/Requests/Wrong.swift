/// Something that was given is not as it must be: what a pure rule throws, whoever it is told to.
public struct Wrong: Error, Hashable, Sendable {
    /// A constant word for programs, such as `outOfRange`.
    public let code: String
    /// A JSON pointer to what is wrong, such as `/limit`.
    public let field: String
    /// What it must be, reading on after the field's name.
    public let sentence: String

    /// Something is not as it must be.
    public init(_ code: String, at field: String, _ sentence: String) {
        self.code = code
        self.field = field
        self.sentence = sentence
    }
}

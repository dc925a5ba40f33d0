/// Something that was asked for is not as it must be.
struct Wrong: Error, Hashable {
    /// A constant word for programs.
    let code: String
    /// A JSON pointer to what is wrong.
    let field: String
    /// What it must be, reading on after the field's name.
    let sentence: String

    init(_ code: String, at field: String, _ sentence: String) {
        self.code = code
        self.field = field
        self.sentence = sentence
    }
}

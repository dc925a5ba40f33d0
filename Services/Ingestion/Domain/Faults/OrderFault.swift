/// Why what a channel or a producer sent cannot become one of our records: which field, and what is wrong with it. It
/// never holds the value, which may be a person's.
struct OrderFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path of the field, such as `line_items[2].original_price`.
    let field: String
    /// A clause that goes behind the field: "is negative".
    let problem: String

    init(_ field: String, _ problem: String) {
        self.field = field
        self.problem = problem
    }

    /// One sentence.
    var description: String { "\(field) \(problem)" }

    /// The same with the words of an element of a list in front.
    func within(_ path: String) -> OrderFault {
        OrderFault("\(path).\(field)", problem)
    }
}

import Contracts

/// Why what a person wants cannot be done.
struct Obstacle: Error, Hashable {
    /// What the person can do about it.
    enum Kind: Hashable {
        /// What was sent makes no sense.
        case wrong
        /// There is no such thing.
        case unknown
        /// Not as things stand.
        case inTheWay
    }

    let kind: Kind
    /// A constant word for programs.
    let code: String
    /// A JSON pointer to what it is about.
    let field: String
    /// What is wrong, reading on after the field's name.
    let sentence: String
    /// Orders that stand in the way, the last ones first; not all of them if they are many.
    let orders: [OrderID]

    init(_ kind: Kind, code: String, field: String, _ sentence: String, orders: [OrderID] = []) {
        self.kind = kind
        self.code = code
        self.field = field
        self.sentence = sentence
        self.orders = orders
    }

    /// A figure or a text that nobody can mean.
    static func outOfRange(_ field: String, _ sentence: String) -> Obstacle {
        Obstacle(.wrong, code: "outOfRange", field: field, sentence)
    }

    /// There is no such thing, or it is another tenant's: nobody is told which.
    static func unknown(_ thing: String, at field: String) -> Obstacle {
        Obstacle(
            .unknown, code: "unknown\(thing.prefix(1).uppercased())\(thing.dropFirst())", field: field,
            "names no \(thing)")
    }
}

import Contracts
import Messaging

extension Refusal {
    /// What was sent is wrong.
    init(_ wrong: Wrong) {
        let name = wrong.field.split(separator: "/").last.map(String.init) ?? "it"
        self.init(.invalid, code: wrong.code, "\(name) \(wrong.sentence)", field: wrong.field)
    }

    /// There is no such thing, or it is another's: callers are not told which.
    static func notFound(_ thing: String, at field: String) -> Refusal {
        Refusal(
            .notFound, code: "unknown\(thing.prefix(1).uppercased())\(thing.dropFirst())", "there is no such \(thing)",
            field: field)
    }
}

/// Makes a refusal of what a rule of the domain finds wrong.
func checked<Value>(_ rule: () throws(Wrong) -> Value) throws(Refusal) -> Value {
    do {
        return try rule()
    } catch {
        throw Refusal(error)
    }
}

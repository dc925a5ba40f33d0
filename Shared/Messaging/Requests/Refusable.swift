public import Contracts

/// What a rule of the domain throws and a caller can be told.
public protocol Refusable: Error {
    /// What the caller is told.
    var refusal: Refusal { get }
}

extension Wrong: Refusable {
    /// What was sent is wrong.
    public var refusal: Refusal {
        let name = field.split(separator: "/").last.map(String.init) ?? "it"
        return Refusal(.invalid, code: code, "\(name) \(sentence)", field: field)
    }
}

extension Refusal {
    /// There is no such thing, or it is another's: callers are not told which.
    public static func notFound(_ thing: String, at field: String) -> Refusal {
        Refusal(
            .notFound, code: "unknown\(thing.prefix(1).uppercased())\(thing.dropFirst())", "there is no such \(thing)",
            field: field)
    }
}

/// Makes a refusal of what a rule of the domain finds.
public func checked<Value, Trouble: Refusable>(
    _ rule: () throws(Trouble) -> Value
) throws(Refusal) -> Value {
    do {
        return try rule()
    } catch {
        throw error.refusal
    }
}

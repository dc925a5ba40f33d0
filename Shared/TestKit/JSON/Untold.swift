/// Finds what a document of shapes does not tell: properties without a description, or with one that says no more than
/// their name.
public enum Untold {
    /// Where something is not told, as JSON pointers in alphabetical order.
    ///
    /// - Parameter document: What `JSONSerialization` has read: a JSON Schema, or a document with schemas in it.
    public static func places(in document: Any) -> [String] {
        Set(places(in: document, at: "")).sorted()
    }

    private static func places(in value: Any, at path: String) -> [String] {
        if let elements = value as? [Any] {
            return elements.enumerated().flatMap { places(in: $1, at: "\(path)/\($0)") }
        }
        guard let members = value as? [String: Any] else { return [] }
        // An example is data: what is called a property there is none.
        let deeper = members.filter { !["example", "examples", "properties"].contains($0.key) }
            .flatMap { places(in: $1, at: "\(path)/\($0)") }
        return deeper + properties(of: members, at: path)
    }

    private static func properties(of members: [String: Any], at path: String) -> [String] {
        guard let properties = members["properties"] as? [String: Any] else { return [] }
        let isTold = says(members["description"], more: path.split(separator: "/").last.map(String.init) ?? "")
        // The shape of a whole message points to the one that tells of it.
        let own = isTold || members["$ref"] != nil ? [] : [path]
        return own
            + properties.flatMap { name, property in
                let place = "\(path)/properties/\(name)"
                let isTold = says((property as? [String: Any])?["description"], more: name)
                return (isTold ? [] : [place]) + places(in: property, at: place)
            }
    }

    /// Whether a description has three words or more that are not those of the name.
    private static func says(_ description: Any?, more name: String) -> Bool {
        guard let text = description as? String else { return false }
        let spaced = name.reduce(into: "") { $0 += $1.isUppercase ? " \($1)" : String($1) }
        let known = Set(words(spaced)).union(["the", "a", "an"])
        return words(text).count >= 3 && words(text).contains { !known.contains($0) }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

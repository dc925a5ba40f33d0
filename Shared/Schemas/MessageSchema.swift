public import Contracts

/// The shape of one message as a JSON Schema (2020-12) that needs no other file, for producers and consumers in any
/// language.
public enum MessageSchema {
    /// The document.
    ///
    /// - Parameters:
    ///   - summary: What the message tells, in a sentence.
    ///   - example: A body of this shape.
    ///   - words: What people are told of the types in it.
    /// - Throws: what the message's type throws when it is asked for its shape.
    public static func node(
        of type: any Message.Type, summary: String, example: JSONNode, words: Words
    ) throws -> JSONNode {
        let probe = SchemaProbe(words)
        let names = "#/$defs/"
        let shape = try probe.schema(of: type).node(under: names)
        return shape.adding([
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .text("urn:shop-os:message:\(type.name)"),
            "title": .text(type.name.rawValue), "description": .text(summary),
            "$defs": .object(probe.components.mapValues { $0.node(under: names) }),
            "examples": [example],
        ])
    }
}

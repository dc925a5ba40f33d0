import Foundation
import Schemas
import Testing

/// Every kind of change that a message can undergo, and what the check says to it.
@Suite struct ComparisonTests {
    /// A change of one small message, and the verdicts on it.
    struct Change: Sendable, CustomTestStringConvertible {
        let what: String
        let before: String
        let after: String
        /// For what our own services send.
        let ours: [String]
        /// For what outside producers send.
        let theirs: [String]
        var testDescription: String { what }

        init(_ what: String, _ before: String, _ after: String, ours: [String] = [], theirs: [String]? = nil) {
            (self.what, self.before, self.after) = (what, before, after)
            (self.ours, self.theirs) = (ours, theirs ?? ours)
        }
    }

    private static let order = #""id": {"type": "string", "format": "uuid"}"#
    /// An object with an id that is required, and more.
    private static func object(_ more: String = "", required: String = #""id""#) -> String {
        #"{"type": "object", "properties": {\#(order)\#(more.isEmpty ? "" : ", " + more)}, "required": [\#(required)]}"#
    }
    private static func note(_ schema: String) -> String { object(#""note": \#(schema)"#) }

    static let changes: [Change] = [
        Change("nothing changes", object(), object()),
        Change("an optional member is added", object(), note(#"{"type": "string"}"#)),
        Change(
            "a required member is added", object(),
            object(#""note": {"type": "string"}"#, required: #""id", "note""#), ours: ["/note madeRequired"]),
        Change("a member is removed", note(#"{"type": "string"}"#), object(), ours: ["/note removed"]),
        Change(
            "a member is renamed", note(#"{"type": "string"}"#), object(#""remark": {"type": "string"}"#),
            ours: ["/note removed"]),
        Change(
            "a text becomes a number", note(#"{"type": "string"}"#), note(#"{"type": "integer"}"#),
            ours: ["/note retyped"]),
        Change(
            "a whole number becomes any number", note(#"{"type": "integer"}"#), note(#"{"type": "number"}"#),
            ours: ["/note retyped"]),
        Change(
            "a text gets another format", note(#"{"type": "string"}"#),
            note(#"{"type": "string", "format": "date-time"}"#), ours: ["/note retyped"]),
        Change(
            "a value becomes a list of them", note(#"{"type": "string"}"#),
            note(#"{"type": "array", "items": {"type": "string"}}"#), ours: ["/note retyped"]),
        Change(
            "an optional member becomes required", note(#"{"type": "string"}"#),
            object(#""note": {"type": "string"}"#, required: #""id", "note""#), ours: ["/note madeRequired"]),
        Change(
            "a required member becomes optional", object(), object(required: ""),
            ours: ["/id madeOptional"], theirs: []),
        Change(
            "a word goes", note(#"{"type": "string", "enum": ["a", "b"]}"#),
            note(#"{"type": "string", "enum": ["a"]}"#), ours: ["/note wordRemoved"]),
        Change(
            "a word comes", note(#"{"type": "string", "enum": ["a"]}"#),
            note(#"{"type": "string", "enum": ["a", "b"]}"#), ours: ["/note wordAdded"], theirs: []),
        Change(
            "any text becomes one of a list", note(#"{"type": "string"}"#),
            note(#"{"type": "string", "enum": ["a"]}"#), ours: ["/note narrowed"]),
        Change(
            "one of a list becomes any text", note(#"{"type": "string", "enum": ["a"]}"#),
            note(#"{"type": "string"}"#), ours: ["/note widened"], theirs: []),
        Change(
            "fewer numbers", note(#"{"type": "integer", "minimum": 0, "maximum": 9}"#),
            note(#"{"type": "integer", "minimum": 1, "maximum": 9}"#), ours: ["/note narrowed"]),
        Change(
            "more numbers", note(#"{"type": "integer", "minimum": 1, "maximum": 9}"#),
            note(#"{"type": "integer", "minimum": 0, "maximum": 9}"#)),
        Change(
            "shorter texts", note(#"{"type": "string", "minLength": 0, "maxLength": 9}"#),
            note(#"{"type": "string", "minLength": 0, "maxLength": 8}"#), ours: ["/note narrowed"]),
        Change(
            "a limit where none was", note(#"{"type": "string"}"#),
            note(#"{"type": "string", "minLength": 0, "maxLength": 8}"#), ours: ["/note narrowed"]),
        Change(
            "null where none was", note(#"{"type": "string"}"#),
            note(#"{"anyOf": [{"type": "string"}, {"type": "null"}]}"#), ours: ["/note widened"], theirs: []),
        Change(
            "null no longer", note(#"{"anyOf": [{"type": "string"}, {"type": "null"}]}"#), note(#"{"type": "string"}"#),
            ours: ["/note narrowed"]),
        Change(
            "a member of an element is removed",
            note(#"{"type": "array", "items": {"type": "object", "properties": {"x": {"type": "boolean"}}}}"#),
            note(#"{"type": "array", "items": {"type": "object", "properties": {}}}"#), ours: ["/note[]/x removed"]),
        Change(
            "a map's values are retyped",
            note(#"{"type": "object", "additionalProperties": {"type": "string"}}"#),
            note(#"{"type": "object", "additionalProperties": {"type": "integer"}}"#), ours: ["/note/* retyped"]),
        Change(
            "a shape that is named elsewhere is retyped",
            ##"{"$ref": "#/$defs/A", "$defs": {"A": {"type": "object", "properties": {"x": {"type": "string"}}}}}"##,
            ##"{"$ref": "#/$defs/B", "$defs": {"B": {"type": "object", "properties": {"x": {"type": "boolean"}}}}}"##,
            ours: ["/x retyped"]),
    ]

    @Test("each change gets its verdict", arguments: changes)
    func verdicts(_ change: Change) throws {
        #expect(try Self.verdicts(change, isReadByTheRelease: true) == change.ours)
        #expect(try Self.verdicts(change, isReadByTheRelease: false) == change.theirs)
    }

    @Test("what is added is listed, so that the changelog can be asked for it")
    func additions() throws {
        let comparison = ContractComparison(
            try Self.shape(Self.object()), try Self.shape(Self.note(#"{"type": "string"}"#)), isReadByTheRelease: true)
        #expect(comparison.additions == ["/note"])
    }

    @Test(
        "a schema that the check does not understand is not passed",
        arguments: [
            #"{"type": "object", "properties": {"x": {"oneOf": [{"type": "string"}, {"type": "integer"}]}}}"#,
            #"{"type": "object", "properties": {"x": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}}"#,
            ##"{"type": "object", "properties": {"x": {"$ref": "#/$defs/Gone"}}}"##,
            #"{"type": "object", "properties": {"x": {}}}"#,
        ])
    func unreadable(_ text: String) {
        #expect(throws: Shape.Unreadable.self) { try Self.shape(text) }
    }

    private static func verdicts(_ change: Change, isReadByTheRelease: Bool) throws -> [String] {
        ContractComparison(
            try shape(change.before), try shape(change.after), isReadByTheRelease: isReadByTheRelease
        ).breaches.map { "\($0.path) \($0.kind.rawValue)" }
    }

    private static func shape(_ text: String) throws -> Shape {
        try Shape(document: JSONDecoder().decode(JSONNode.self, from: Data(text.utf8)))
    }
}

import Foundation
import Schemas
import Testing

/// The HTTP interface keeps what its callers rely on; what cannot stay gets another address.
@Suite struct HTTPReleaseTests {
    private static let today = Documented.root.appending(path: "docs/openapi.json")
    private static let released = Documented.released.appending(path: "http/openapi.json")

    @Test("nothing of the last release's interface has changed in a way that breaks its callers")
    func compatible() throws {
        let (before, now) = try (Documented.read(Self.released), Documented.read(Self.today))
        #expect(HTTPContract(before).operations.count > 50, "a release is there to compare with")
        let breaches = HTTPContract(before).breaches(in: HTTPContract(now))
        #expect(breaches == [])
        guard breaches.isEmpty, Documented.isWriting("WRITE_RELEASE") else { return }
        try Data(contentsOf: Self.today).write(to: Self.released)
    }

    /// A change of one small interface.
    struct Change: CustomTestStringConvertible {
        let what: String
        let replaced: String
        let by: String
        let breaches: [String]
        var testDescription: String { what }
    }

    @Test(
        "each change gets its verdict",
        arguments: [
            Change(what: "nothing changes", replaced: "x", by: "x", breaches: []),
            Change(
                what: "an address goes", replaced: #""/v1/things""#, by: #""/v1/stuff""#,
                breaches: [
                    "POST /v1/things is gone"
                ]),
            Change(
                what: "a parameter goes", replaced: #""name": "limit""#, by: #""name": "most""#,
                breaches: [
                    "POST /v1/things: query limit is no longer taken"
                ]),
            Change(
                what: "a parameter must be given", replaced: #""required": false"#, by: #""required": true"#,
                breaches: [
                    "POST /v1/things: query limit must be given"
                ]),
            Change(
                what: "a body's member becomes required", replaced: #""required": ["in"]"#,
                by: #""required": ["in", "more"]"#,
                breaches: [
                    "POST /v1/things body /more: madeRequired: could be missing"
                ]),
            Change(
                what: "an answer's member goes", replaced: #""out": {"type": "string"}"#, by: "",
                breaches: [
                    "POST /v1/things 201 /out: removed: was there"
                ]),
            Change(
                what: "an answer gets a member", replaced: #""out": {"type": "string"}"#,
                by: #""out": {"type": "string"}, "new": {"type": "boolean"}"#, breaches: []),
            Change(
                what: "a parameter is retyped", replaced: #""type": "integer", "minimum": 1, "maximum": 9"#,
                by: #""type": "boolean""#,
                breaches: [
                    "POST /v1/things: query limit : retyped: was whole(ClosedRange(1...9)), is truth"
                ]),
            Change(
                what: "a parameter takes less", replaced: #""maximum": 9"#, by: #""maximum": 8"#,
                breaches: [
                    "POST /v1/things: query limit : narrowed: was 1...9, is 1...8"
                ]),
            Change(
                what: "a parameter loses a word", replaced: #""enum": ["new", "old"]"#, by: #""enum": ["new"]"#,
                breaches: [
                    "POST /v1/things: query state : wordRemoved: old"
                ]),
            Change(
                what: "a parameter gets a word", replaced: #""enum": ["new", "old"]"#,
                by: #""enum": ["new", "old", "lost"]"#, breaches: []),
            Change(
                what: "an answer is no PDF any more", replaced: #""application/pdf""#, by: #""image/png""#,
                breaches: [
                    "POST /v1/things: 201 is no application/pdf any more"
                ]),
            Change(
                what: "an answer is no JSON any more", replaced: #""201": {"content": {"application/json""#,
                by: #""201": {"content": {"text/plain""#,
                breaches: [
                    "POST /v1/things: 201 is no application/json any more"
                ]),
            Change(
                what: "a way to prove who one is goes", replaced: #"{"key": []}, {"session": []}"#,
                by: #"{"key": []}"#,
                breaches: [
                    "POST /v1/things: session no longer opens it"
                ]),
            Change(
                what: "nobody has to prove anything", replaced: #"{"key": []}, {"session": []}"#, by: "",
                breaches: []),
            Change(
                what: "another scope is asked for", replaced: "things:read", by: "things:write",
                breaches: [
                    "POST /v1/things: another scope is needed"
                ]),
            Change(
                what: "no scope is asked for", replaced: #""x-scope": "things:read", "#, by: "", breaches: []),
            Change(
                what: "what was open asks for a key", replaced: #""security": []"#, by: #""security": [{"key": []}]"#,
                breaches: [
                    "GET /v1/open: nothing no longer opens it"
                ]),
            Change(
                what: "what was open asks for a scope", replaced: #""security": []"#,
                by: #""security": [], "x-scope": "things:read""#,
                breaches: [
                    "GET /v1/open: another scope is needed"
                ]),
            Change(
                what: "another status", replaced: #""201""#, by: #""200""#,
                breaches: [
                    "POST /v1/things: 201 is gone"
                ]),
        ])
    func verdicts(_ change: Change) throws {
        let old = Self.interface
        let new = old.replacing(change.replaced, with: change.by)
        #expect(change.replaced == "x" || new != old, "the change changes nothing")
        let node = { (text: String) in try JSONDecoder().decode(JSONNode.self, from: Data(text.utf8)) }
        #expect(try HTTPContract(node(old)).breaches(in: HTTPContract(node(new))) == change.breaches)
    }

    private static let interface = ##"""
        {"paths": {"/v1/open": {"get": {"security": [], "responses": {}}}, "/v1/things": {"post": {
            "security": [{"key": []}, {"session": []}], "x-scope": "things:read", "parameters": [
                {"name": "limit", "in": "query", "required": false,
                 "schema": {"type": "integer", "minimum": 1, "maximum": 9}},
                {"name": "state", "in": "query", "schema": {"type": "string", "enum": ["new", "old"]}}],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
            "responses": {"201": {"content": {"application/json": {"schema": {
                "type": "object", "properties": {"out": {"type": "string"}}}},
                "application/pdf": {"schema": {"type": "string"}}}}}}}},
         "components": {"schemas": {"Thing": {
            "type": "object", "properties": {"in": {"type": "integer"}, "more": {"type": "string"}},
            "required": ["in"]}}}}
        """##
}

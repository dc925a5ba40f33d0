import Contracts
import Foundation
import Schemas
import Testing

/// The JSON Schema of each message, for those who do not speak Swift.
@Suite struct SchemaFileTests {
    @Test("the schema files are what the contracts say, and there is no other")
    func files() throws {
        let messages = try Documented.messages
        for message in messages {
            let file = Documented.schemas.appending(path: "\(message.name).json")
            let made = try Documented.text(of: message.schema())
            if Documented.isWriting() { try made.write(to: file) }
            #expect(try Data(contentsOf: file) == made, "run make docs: \(message.name)")
        }
        #expect(try Set(Documented.files(in: Documented.schemas).keys) == Set(messages.map(\.name)))
    }

    @Test("a schema stands alone: it names its dialect, shows an example, and its references lead to itself")
    func standsAlone() throws {
        for message in try Documented.messages {
            let schema = try message.schema()
            #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
            #expect(schema["title"] == .text(message.name))
            guard case .array(let examples) = schema["examples"] else { return #expect(Bool(false), "no example") }
            #expect(examples == [message.example])
            for reference in Self.references(schema) {
                let name = try #require(reference.hasPrefix("#/$defs/") ? reference.dropFirst(8) : nil)
                #expect(schema["$defs"]?[String(name)] != nil, "\(message.name): \(reference)")
            }
        }
    }

    private static func references(_ node: JSONNode) -> [String] {
        switch node {
        case .object(let members):
            members.flatMap { name, member in
                if name == "$ref", case .text(let reference) = member { [reference] } else { references(member) }
            }
        case .array(let elements): elements.flatMap(references)
        default: []
        }
    }
}

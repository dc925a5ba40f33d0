import Foundation
import Schemas
import TestKit
import Testing

/// Who reads the documents alone finds what everything means.
@Suite struct WordsTests {
    private static let file = Documented.root.appending(path: "Shared/Schemas/\(Words.file)")

    @Test("the file of words is what the comments say")
    func file() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let made = try encoder.encode(Words.today.get()) + Data("\n".utf8)
        if Documented.isWriting() { try made.write(to: Self.file) }
        #expect(try Data(contentsOf: Self.file) == made, "run make docs")
    }

    @Test("the comments are found: of types, of their properties and of their cases")
    func found() throws {
        let words = try Words.today.get()
        let order = try #require(words.types["Contracts.OrderChanged"])
        #expect(order.about.hasPrefix("The whole present state of an order"))
        #expect(order.about.contains("\n\nAn order is accepted when its version 1 is committed;"))
        #expect(order.members["paidAt"] == "When it was paid; absent until then.")
        #expect(words.types["Contracts.OrderList.Reply"]?.members["next"] != nil)
        #expect(words.types["Contracts.ConnectionBegin.Market"]?.members["restOfWorld"] != nil)
        // Computed, so it is in no document.
        #expect(words.types["Contracts.OrderLine"]?.members["ordered"] == nil)
        #expect(words.types["Gateway.AccountRoutes.NewTenant"]?.members["name"] != nil)
        #expect(words.types.count > 150)
    }

    @Test("every property and every shape of every message says what it is")
    func told() throws {
        for message in try Documented.messages {
            let schema = try JSONSerialization.jsonObject(with: Documented.text(of: message.schema()))
            #expect(Untold.places(in: schema) == [], "\(message.name)")
        }
        let document = try JSONSerialization.jsonObject(with: AsyncAPITests.made())
        #expect(Untold.places(in: document) == [])
    }

    /// Who sends and who takes a message follows from the topology; a comment that repeats it is wrong some day.
    @Test("no comment says who sends, takes, asks or answers")
    func movement() throws {
        for (type, entry) in try Words.today.get().types {
            let said = entry.about.matches(of: /\b(?:Published|Consumed|Asked|Answered) by\b/).map { String($0.output) }
            #expect(said == [], "\(type)")
        }
    }

    @Test("what says nothing is found")
    func untold() throws {
        func places(_ member: String) throws -> [String] {
            let text = #"{"type": "object", "description": "A box of things.", "properties": {"shipBy": \#(member)}}"#
            return Untold.places(in: try JSONSerialization.jsonObject(with: Data(text.utf8)))
        }
        #expect(try places(#"{"type": "string"}"#) == ["/properties/shipBy"])
        #expect(try places(#"{"type": "string", "description": "Ship by."}"#) == ["/properties/shipBy"])
        #expect(try places(#"{"type": "string", "description": "The ship by."}"#) == ["/properties/shipBy"])
        #expect(try places(#"{"type": "string", "description": "When it must leave."}"#) == [])
        #expect(
            try places(#"{"type": "object", "properties": {"a": {"description": "A thing at all."}}}"#)
                == ["/properties/shipBy"])
    }

    @Test("an amount names its unit")
    func units() throws {
        let amounts = /(?i)(gmv|revenue|fee|refund|discount|tax|original|loss|minor|cost|average|price)/
        for message in try Documented.messages {
            let definitions = try #require(message.schema()["$defs"])
            for (type, definition) in definitions.members {
                for (name, member) in definition["properties"]?.members ?? [:] {
                    guard member["type"] == "integer", name.contains(amounts) else { continue }
                    guard case .text(let words) = member["description"] else { return #expect(Bool(false)) }
                    #expect(words.contains("minor units"), "\(type).\(name)")
                }
            }
        }
    }
}

extension JSONNode {
    fileprivate var members: [String: JSONNode] { if case .object(let members) = self { members } else { [:] } }
}

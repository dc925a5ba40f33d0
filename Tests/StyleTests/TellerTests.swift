import Contracts
import Testing

/// The rights to publish follow `Topology.told`, so it must say what the code does.
@Suite("Who tells what")
struct TellerTests {
    /// Accounts reads its own log of actions with the type of the message; it tells none.
    private static let readOnly = ["accounts": ["ActionTaken"]]

    @Test("a service makes the messages that the topology lists for it, and no others")
    func tellers() {
        let types = Set(Topology.told.values.joined().map { "\($0)" })
        for service in Tree.services where !["Gateway", "Sandbox", "Shopos"].contains(service) {
            let name = service.lowercased()
            let listed = (Topology.told[name] ?? []).map { "\($0)" } + (Self.readOnly[name] ?? [])
            #expect(made(by: service, of: types) == listed.sorted(), "\(service)")
        }
    }

    @Test("who asks a request is whom the topology lists: gateways, operators, or both")
    func askers() {
        let types = Set(Topology.requests.map { "\($0)" })
        for (service, user) in [("Gateway", "gateway"), ("Shopos", Topology.operatorUser)] {
            let listed = Topology.requests.filter { Topology.askers(of: $0).contains(user) }.map { "\($0)" }
            #expect(made(by: service, of: types) == listed.sorted(), "\(service)")
        }
    }

    private func made(by service: String, of types: Set<String>) -> [String] {
        let texts = Tree.productFiles.filter { $0.hasPrefix("Services/\(service)/") }.map(Tree.text)
        return types.filter { type in texts.contains { Self.makes(type, $0) } }.sorted()
    }

    /// `Type(` as a word of its own.
    private static func makes(_ type: String, _ text: String) -> Bool {
        text.ranges(of: "\(type)(").contains { range in
            range.lowerBound == text.startIndex || !isWord(text[text.index(before: range.lowerBound)])
        }
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}

import Contracts
import Foundation
import Schemas
import Testing

/// Requests and their answers stay as they were released: during an upgrade an old gateway asks a new service, and a
/// new one an old service.
///
/// `make release-contracts` writes the file of the release anew, after this check has passed.
@Suite struct RequestReleaseTests {
    private static let released = Documented.released.appending(path: "requests/requests.json")

    /// Words that came since the release. They stand in keys and tenants that only a new Accounts makes: of these an
    /// old gateway can read nothing. So gateways are upgraded before Accounts, and no key of before is touched. What an
    /// operator asks a service that does not know the word is refused, and told so.
    private static let newWords: Set = [
        "credit:read", "credit:write", "subjects:write", "subject", "lender", "listings", "parcels",
    ]

    /// Every request by its name: what is asked, and what is answered.
    private static func today() throws -> [String: JSONNode] {
        let requests = Topology.requests
        #expect(Set(requests.map { $0.name }).count == requests.count, "a request is listed twice")
        return try Dictionary(
            uniqueKeysWithValues: requests.map { request in
                let shapes: JSONNode = [
                    "request": try shape(request), "reply": try shape(reply(of: request)),
                ]
                return (request.name.rawValue, shapes)
            })
    }

    private static func reply(of request: any Request.Type) -> any JSONType.Type {
        func reply<Question: Request>(_: Question.Type) -> any JSONType.Type { Question.Reply.self }
        return reply(request)
    }

    private static func shape(_ type: any JSONType.Type) throws -> JSONNode {
        let probe = SchemaProbe()
        let shape = try probe.schema(of: type).node(under: "#/$defs/")
        return shape.adding(["$defs": .object(probe.components.mapValues { $0.node(under: "#/$defs/") })])
    }

    @Test("no request of the last release has changed in a way that breaks who asks or who answers")
    func compatible() throws {
        let today = try Self.today()
        if !FileManager.default.fileExists(atPath: Self.released.path()) { try Self.write(today) }
        let released = (try Documented.read(Self.released) as JSONNode?).members
        #expect(released.count >= 54 && released["shop.order.list.v1"] != nil, "a release is there to compare with")
        let breaches = try Self.breaches(released, today).filter { breach in
            !Self.newWords.contains { breach.hasSuffix("wordAdded: \($0)") }
        }
        #expect(breaches == [])
        guard breaches.isEmpty, Documented.isWriting("WRITE_RELEASE") else { return }
        try Self.write(today)
    }

    private static func write(_ requests: [String: JSONNode]) throws {
        guard Documented.isWriting("WRITE_RELEASE") else { return }
        try FileManager.default.createDirectory(
            at: released.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Documented.text(of: .object(requests)).write(to: released)
    }

    @Test("the changelog names every request and every member that came since the release")
    func changelog() throws {
        let text = try String(
            contentsOf: Documented.root.appending(path: "docs/message-changelog.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        let released = (try Documented.read(Self.released) as JSONNode?).members
        for (name, now) in try Self.today() {
            let own = rows.filter { $0.contains("`\(name)`") }
            guard let before = released[name] else {
                #expect(!own.isEmpty, "\(name) is not in the changelog")
                continue
            }
            for side in ["request", "reply"] {
                for member in try Self.compare(before, now, side).additions {
                    #expect(own.contains { $0.contains("`\(member)`") }, "\(name): \(member) is not told")
                }
            }
        }
    }

    @Test("what breaks is found, on either side")
    func found() throws {
        func request(_ asked: String, _ answered: String) throws -> [String: JSONNode] {
            let text = #"{"request": \#(asked), "reply": \#(answered)}"#
            return ["shop.a.get.v1": try JSONDecoder().decode(JSONNode.self, from: Data(text.utf8))]
        }
        let empty = #"{"type": "object", "properties": {}}"#
        let note = #"{"type": "object", "properties": {"note": {"type": "string"}}, "required": ["note"]}"#
        #expect(try Self.breaches(request(note, empty), request(note, empty)) == [])
        #expect(
            try Self.breaches(request(note, empty), request(empty, empty))
                == ["shop.a.get.v1 request/note: removed: was there"])
        #expect(
            try Self.breaches(request(empty, note), request(empty, empty))
                == ["shop.a.get.v1 reply/note: removed: was there"])
        #expect(
            try Self.breaches(request(empty, empty), request(note, empty))
                == ["shop.a.get.v1 request/note: madeRequired: is new, so it must be optional"])
        #expect(try Self.breaches(request(note, note), [:]) == ["shop.a.get.v1 is gone: an old instance may ask it"])
    }

    private static func breaches(_ released: [String: JSONNode], _ today: [String: JSONNode]) throws -> [String] {
        try released.sorted { $0.key < $1.key }.flatMap { name, before -> [String] in
            guard let now = today[name] else { return ["\(name) is gone: an old instance may ask it"] }
            return try ["request", "reply"].flatMap { side in
                try compare(before, now, side).breaches.map { "\(name) \(side)\($0)" }
            }
        }
    }

    private static func compare(_ before: JSONNode, _ now: JSONNode, _ side: String) throws -> ContractComparison {
        ContractComparison(
            try Shape(document: before[side] ?? .null), try Shape(document: now[side] ?? .null),
            isReadByTheRelease: true)
    }
}

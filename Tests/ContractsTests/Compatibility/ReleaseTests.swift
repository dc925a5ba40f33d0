import Contracts
import Foundation
import Schemas
import Testing

/// What was released stays as it was, or becomes a new version.
///
/// `make release-contracts` writes the files of the release anew, after this check has passed.
@Suite struct ReleaseTests {
    @Test("no message of the last release has changed in a way that breaks its readers or its senders")
    func compatible() throws {
        let today = try Dictionary(uniqueKeysWithValues: Documented.messages.map { ($0.name, $0) })
        var breaches: [String] = []
        for (name, file) in try Documented.files(in: Documented.released) {
            guard let message = today[name] else {
                breaches.append("\(name) is gone: keep it while somebody may still send it")
                continue
            }
            let comparison = try Self.compare(file, message)
            breaches += comparison.breaches.map { "\(name)\($0): make a new version beside it" }
        }
        #expect(breaches.sorted() == [])
        guard breaches.isEmpty, Documented.isWriting("WRITE_RELEASE") else { return }
        for message in today.values {
            let file = Documented.released.appending(path: "\(message.name).json")
            try Documented.text(of: message.schema()).write(to: file)
        }
    }

    @Test("a release is there to compare with")
    func isThere() throws {
        let released = try Documented.files(in: Documented.released)
        #expect(released.count >= 31)
        #expect(released["shop.order.changed.v1"] != nil)
    }

    @Test("the changelog names every version of every message, and every member that came since the release")
    func changelog() throws {
        let text = try String(
            contentsOf: Documented.root.appending(path: "docs/message-changelog.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        let released = try Documented.files(in: Documented.released)
        for message in try Documented.messages {
            let own = rows.filter { $0.contains("`\(message.name)`") }
            #expect(!own.isEmpty, "\(message.name) is not in the changelog")
            guard let file = released[message.name] else { continue }
            for member in try Self.compare(file, message).additions {
                #expect(own.contains { $0.contains("`\(member)`") }, "\(message.name): \(member) is not told")
            }
        }
        let known = Set(try Documented.messages.map(\.name)).union(released.keys)
            .union(Topology.requests.map { $0.name.rawValue })
        for name in text.matches(of: /`(shop\.[a-z_.]+\.v\d+)`/).map({ String($0.output.1) }) {
            #expect(known.contains(name), "the changelog names \(name), which is no message")
        }
    }

    private static func compare(_ file: URL, _ message: Documented) throws -> ContractComparison {
        ContractComparison(
            try Shape(document: Documented.read(file)), try Shape(document: message.schema()),
            isReadByTheRelease: !message.isFromOutside)
    }
}

import ArgumentParser
import Contracts
import Foundation
import TestKit
import Testing

@testable import Shopos

/// How rights are told to a broker.
struct UserRightsTests {
    @Test("rights are what rabbitmqctl imports: permissions and topic permissions of one virtual host")
    func rightsRabbitmqctlImports() throws {
        let rights = UserRights(vhost: "shop")
        let document = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(rights))
        let permissions = document["permissions"].list
        #expect(permissions.compactMap { $0["user"].text } == Topology.users.map(\.name))
        let topics = document["topic_permissions"].list
        #expect(topics.count == Topology.users.reduce(0) { $0 + $1.topics.count })
        #expect((permissions + topics).allSatisfy { $0["vhost"].text == "shop" })
        #expect(topics.allSatisfy { ["shop.events", "shop.webhooks", "shop.replies"].contains($0["exchange"].text) })
    }

    @Test("a user is made once, then gets its rights, each a line for a shell")
    func userMadeOnce() {
        let rights = UserRights([Topology.producer("acme")], vhost: "/")
        #expect(
            rights.commands == [
                "rabbitmqctl list_users -s | cut -f 1 | grep -Fqx 'acme' || rabbitmqctl add_user 'acme'",
                #"rabbitmqctl set_permissions -p '/' 'acme' '^$' '^(shop\.webhooks)$' '^$'"#,
                #"rabbitmqctl set_topic_permissions -p '/' 'acme' 'shop.webhooks' '^in\.acme\.' '^$'"#,
            ])
    }

    @Test("rights that are missing or other are told, of our own users and this virtual host alone")
    func rightsMissingOther() throws {
        let wanted = UserRights(vhost: "shop")
        #expect(wanted.differences(wanted).isEmpty)
        let none = wanted.differences(UserRights(permissions: [], topicPermissions: []))
        #expect(none.map(\.name) == Topology.users.map(\.name) && none.allSatisfy { $0.kind == .missing })
        #expect(wanted.differences(UserRights(vhost: "other")).count == Topology.users.count, "of another host")

        let guest = UserRights.Permission(user: "guest", vhost: "shop", configure: ".*", write: ".*", read: ".*")
        var permissions = wanted.permissions + [guest]
        #expect(
            wanted.differences(UserRights(permissions: permissions, topicPermissions: wanted.topicPermissions)).isEmpty)
        let first = permissions[0]
        permissions[0] = .init(
            user: first.user, vhost: "shop", configure: first.configure, write: ".*", read: first.read)
        let wide = wanted.differences(UserRights(permissions: permissions, topicPermissions: wanted.topicPermissions))
        #expect(wide.map(\.kind) == [.different] && wide.map(\.name) == [first.user])
        #expect(wide.first?.detail == "write is .*, must be \(first.write)")

        var topics = wanted.topicPermissions
        let last = topics.removeLast()
        let unlimited = wanted.differences(UserRights(permissions: wanted.permissions, topicPermissions: topics))
        #expect(unlimited.map(\.kind) == [.missing] && unlimited.map(\.name) == [last.user])
        #expect(unlimited.first?.detail == "no limit of keys at \(last.exchange)")
        topics.append(.init(user: last.user, vhost: "shop", exchange: last.exchange, write: last.write, read: ".*"))
        let loose = wanted.differences(UserRights(permissions: wanted.permissions, topicPermissions: topics))
        #expect(loose.map(\.detail) == ["keys at \(last.exchange): read is .*, must be \(last.read)"])
    }

    @Test("a broker's rights are seen as an administrator, and said to be unseen as anybody else")
    func rightsSeenAdministrator() async throws {
        try await withBroker { broker in
            let address = ProcessInfo.processInfo.environment["TEST_MANAGEMENT_URL"] ?? ""
            let management = try #require(try Management(address, vhost: broker.vhost))
            let before = try #require(try await TopologyReport.rights(management))
            #expect(before.map(\.name) == Topology.users.map(\.name), "a new virtual host has none of them")
            // Everything, and no limit of keys.
            _ = try await broker.operatorURL()
            let wide = try #require(try await TopologyReport.rights(management)).filter { $0.name == "operator" }
            #expect(wide.map(\.kind) == [.different, .different, .different, .missing])
            let rights = UserRights(Topology.users.filter { $0.name == "operator" }, vhost: broker.vhost)
            for one in rights.permissions { try await management.put(one) }
            for one in rights.topicPermissions { try await management.put(one) }
            let granted = try #require(try await TopologyReport.rights(management))
            #expect(granted.map(\.name) == Topology.users.map(\.name).filter { $0 != "operator" })
            await management.close()

            var parts = try #require(URLComponents(string: address))
            (parts.user, parts.password) = ("operator", TestBroker.password(of: "operator"))
            let plain = try #require(try Management(parts.string ?? "", vhost: broker.vhost))
            #expect(try await TopologyReport.rights(plain) == nil)
            await plain.close()
            let blind = TopologyReport(differences: [], commands: [], areRightsUnseen: true)
            #expect(blind.text(Style(hasColours: false)).contains("Rights were not looked at"))
        }
    }

    @Test("a producer with a name that is none is refused", arguments: ["", "a'b", "operator", "a b", "-x"])
    func producerNameNone(name: String) {
        #expect(throws: (any Error).self) { try TopologyUsersCommand.parse(["--producer=\(name)"]) }
    }
}

import ArgumentParser
import Contracts
import Foundation

/// `shopos topology users`
struct TopologyUsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "The broker's users and their rights, as commands or JSON; asks nobody.",
        discussion: """
            One user for each service, one for operators; with --producer one more for who writes from outside. \
            `rabbitmqctl add_user` asks for the password. With --json only the rights, for `rabbitmqctl \
            import_definitions` and the like, once the users are there.
            """)

    @Option(name: .long, help: "The virtual host in which they have their rights.")
    var vhost = "/"

    @Option(name: .long, help: "An outside producer's name; as often as there are some.")
    var producer: [String] = []

    @Flag(name: .long, help: "Write JSON for programs instead of commands for people.")
    var json = false

    /// Letters, digits and what else cannot end a quoted word or begin a pattern.
    private static var plain: Regex<Substring> { /[A-Za-z0-9][A-Za-z0-9_.-]{0,99}/ }

    mutating func validate() throws {
        if vhost.isEmpty || vhost.contains("'") {
            throw ValidationError("--vhost must be the name of a virtual host without quotes; the first one is /.")
        }
        for name in producer where name.wholeMatch(of: Self.plain) == nil || Self.ours.contains(name) {
            throw ValidationError("--producer must be a name of letters, digits, - _ and . that no service has.")
        }
    }

    private static var ours: Set<String> { Set(Topology.users.map(\.name)) }

    func run() async throws {
        let rights = UserRights(Topology.users + producer.map(Topology.producer), vhost: vhost)
        Terminal().say(try json ? text(rights) : rights.commands.joined(separator: "\n"))
    }

    private func text(_ rights: UserRights) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(rights), as: UTF8.self)
    }
}

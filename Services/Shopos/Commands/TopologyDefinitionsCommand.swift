import ArgumentParser
import Foundation

/// `shopos topology definitions`
struct TopologyDefinitionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "definitions", abstract: "The topology as JSON that RabbitMQ imports; asks nobody.",
        discussion: """
            For `rabbitmqctl import_definitions FILE`, `load_definitions` in rabbitmq.conf, or POST /api/definitions. \
            Without users and their rights: an import would take their passwords away.
            """)

    @Option(name: .long, help: "The virtual host that all of it belongs to; an import makes it if need be.")
    var vhost = "/"

    mutating func validate() throws {
        if vhost.isEmpty { throw ValidationError("--vhost must be the name of a virtual host; the first one is /.") }
    }

    func run() async throws {
        Terminal().say(String(decoding: try BrokerDefinitions(vhost: vhost).json(), as: UTF8.self))
    }
}

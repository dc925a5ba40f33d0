import AMQP
import ArgumentParser
import Foundation
import Logging
import Messaging
import Outbound
import ServiceKit
import ServiceLifecycle
import Synchronization
import UnixSignals

/// What every command understands.
struct Session: ParsableArguments {
    @Flag(name: .long, help: "Write JSON for programs instead of text for people.")
    var json = false

    @Option(name: .long, help: "Seconds to wait for each answer.")
    var timeout: Double = 5

    mutating func validate() throws {
        guard (0.1...600).contains(timeout) else {
            throw ValidationError("--timeout must be from 0.1 to 600 seconds.")
        }
    }

    /// Connects, carries a command out, shows its report and ends with its status.
    func run(_ command: @escaping @Sendable (Switchboard) async throws -> any Report) async throws {
        let json = json
        try await follow { switchboard in
            let report = try await command(switchboard)
            try switchboard.terminal.show(report, asJSON: json)
            return report.status
        }
    }

    /// Connects, carries out a command that shows by itself what there is to see, and ends with its status.
    func follow(_ command: @escaping @Sendable (Switchboard) async throws -> Trouble.Status) async throws {
        let terminal = Terminal()
        do {
            let status = try await connected(terminal, command)
            if status != .fine { throw ExitCode(status.rawValue) }
        } catch let trouble as Trouble {
            if json { try? terminal.show(FailedReport(trouble), asJSON: true, isOneOfMany: true) }
            terminal.complain("shopos: \(trouble.sentence)")
            throw ExitCode(trouble.status.rawValue)
        }
    }

    private func connected(
        _ terminal: Terminal, _ command: @escaping @Sendable (Switchboard) async throws -> Trouble.Status
    ) async throws -> Trouble.Status {
        let switchboard = try open(terminal)
        let desk = CommandDesk(switchboard: switchboard, command: command)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: switchboard.client),
                .init(
                    service: desk, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
            ],
            gracefulShutdownSignals: [.sigint, .sigterm], logger: Self.silent)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        try? await ServiceGroup(configuration: configuration).run()
        await switchboard.management?.close()
        await switchboard.gateways?.close()
        return try desk.result()
    }

    /// The connection's own words would disturb a table; what matters of them becomes a sentence.
    private static let silent = Logger(label: "shopos") { _ in SwiftLogNoOpLogHandler() }

    private func open(_ terminal: Terminal) throws -> Switchboard {
        let config: Config
        let broker: AMQPConfiguration
        let management: Management?
        let gateways: GatewayDoors?
        let patience = Duration.milliseconds(Int64(timeout * 1000))
        do {
            config = try Settings.environment.read(Config.self)
            let tls = config.brokerAuthority.isEmpty ? nil : AMQPConfiguration.TLS(caFile: config.brokerAuthority)
            broker = try AMQPConfiguration(url: config.broker.reveal(), tls: tls)
            management = try Management(
                config.management.reveal(), vhost: broker.vhost, authority: tls?.caFile)
            gateways = try GatewayDoors(config.gateways, authority: tls?.caFile, patience: patience)
        } catch let error as ConfigurationError {
            throw Trouble(.configuration, code: "configuration", error.sentence)
        } catch let error as AMQPError {
            throw Trouble(.configuration, code: "configuration", "AMQP_URL: \(error.message).")
        }
        let name = "shopos.\(UUID().uuidString.prefix(8).lowercased())"
        let client = try RequestClient(name: name, broker: broker, showsUser: true, logger: Self.silent)
        return Switchboard(
            client: client, management: management, gateways: gateways, broker: broker,
            actor: "operator:\(config.actor)",
            patience: patience, terminal: terminal)
    }
}

/// One command as the last part of a group: when it ends, the connection is closed.
private final class CommandDesk: Service {
    private let switchboard: Switchboard
    private let command: @Sendable (Switchboard) async throws -> Trouble.Status
    private let ending = Mutex<Result<Trouble.Status, any Error>?>(nil)

    init(switchboard: Switchboard, command: @escaping @Sendable (Switchboard) async throws -> Trouble.Status) {
        self.switchboard = switchboard
        self.command = command
    }

    func run() async throws {
        let result: Result<Trouble.Status, any Error>
        do {
            try await awaitBroker()
            let (switchboard, command) = (switchboard, command)
            result = .success(
                try await cancelWhenGracefulShutdown { try await command(switchboard) })
        } catch {
            result = .failure(error)
        }
        ending.withLock { $0 = result }
    }

    func result() throws -> Trouble.Status {
        switch ending.withLock({ $0 }) {
        case .success(let status): return status
        case .failure(is CancellationError), nil: throw Trouble(.amiss, code: Trouble.interrupted, "interrupted.")
        case .failure(let error as Trouble): throw error
        case .failure(let error): throw Trouble(.amiss, code: "failed", "\(error)")
        }
    }

    /// Answers come to a queue of our own, which must be there before anything is asked.
    private func awaitBroker() async throws {
        let end = ContinuousClock.now + switchboard.patience
        while true {
            let troubles = switchboard.client.troubles()
            if troubles.isEmpty { return }
            guard ContinuousClock.now < end else {
                throw Trouble(
                    .unavailable, code: "brokerDown",
                    "the broker at \(switchboard.broker.host):\(switchboard.broker.port) cannot be used: "
                        + troubles.joined(separator: "; ") + ".")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

import Foundation

/// What a run does, read from the environment; ``infra/local/chaos.sh`` sets it.
struct ChaosSettings: Sendable {
    /// Decides the sandbox's world and the order, place and time of every strike.
    var seed: UInt64 = 1
    /// Orders a second while faults strike.
    var rate = 3.0
    /// Orders of each shop before anything strikes, from which the platform learns what its partners bear.
    var warmth = 0
    /// Strikes per class of fault over all services.
    var strikes = 20
    /// Hits per crash point.
    var hits = 50
    /// From which pass of a crash point to which a process may live until it dies there.
    var passes = 3...30
    /// How long a process stands still.
    var stillness = Duration.seconds(40)
    /// How long a partner misbehaves, and how long a strike of servers and wires lasts that is to outlast leases, of
    /// 15 s, and everything shorter.
    var spell = Duration.seconds(20)
    /// Restarts in a row.
    var restarts = 50
    /// Names of faults; empty for all.
    var faults: [String] = []
    /// The first fault of those; nil: all of them.
    var from: String?
    /// How long the platform may take to come to rest at the end.
    var patience = Duration.seconds(300)
    /// The broker and its management interface.
    var broker = ""
    var management = ""
    /// The database, as an administrator.
    var database = ""
    /// Where broker.sh and database.sh keep the servers; nil: they belong to others, too, and are left alone.
    var servers: URL?
    /// Where the executables lie.
    var programs: URL?
    /// Where those of the build before this one lie; nil: it is not at hand.
    var previous: URL?
    /// Logs and the report.
    var folder = FileManager.default.temporaryDirectory

    /// Reads the environment.
    ///
    /// - Throws: ``WrongSetting`` that names the variable.
    init(_ environment: [String: String]) throws {
        self.init()
        seed = try Self.number("SEED", environment, seed)
        rate = try Self.number("RATE", environment, rate)
        warmth = try Self.number("WARMTH", environment, 20)
        strikes = try Self.number("STRIKES", environment, strikes)
        hits = try Self.number("HITS", environment, hits)
        stillness = .seconds(try Self.number("STILL_SECONDS", environment, 40.0))
        spell = .seconds(try Self.number("SPELL_SECONDS", environment, 20.0))
        restarts = try Self.number("RESTARTS", environment, restarts)
        patience = .seconds(try Self.number("PATIENCE_SECONDS", environment, 300.0))
        faults = (environment["FAULTS"] ?? "").split(separator: " ").map(String.init)
        from = environment["FROM"].flatMap { $0.isEmpty ? nil : $0 }
        broker = try Self.text("AMQP_URL", environment)
        management = try Self.text("MANAGEMENT_URL", environment)
        database = try Self.text("DATABASE_URL", environment)
        servers = environment["CHAOS_SERVERS"].map { URL(filePath: $0) }
        programs = environment["CHAOS_PROGRAMS"].map { URL(filePath: $0) }
        previous = environment["CHAOS_PREVIOUS"].map { URL(filePath: $0) }
        folder = URL(filePath: try Self.text("CHAOS_FOLDER", environment))
    }

    /// The defaults, without servers.
    init() {}

    private static func text(_ name: String, _ environment: [String: String]) throws -> String {
        guard let text = environment[name], !text.isEmpty else { throw WrongSetting(text: "\(name) is not set.") }
        return text
    }

    private static func number<Number: LosslessStringConvertible>(
        _ name: String, _ environment: [String: String], _ otherwise: Number
    ) throws -> Number {
        guard let text = environment[name], !text.isEmpty else { return otherwise }
        guard let number = Number(text) else { throw WrongSetting(text: "\(name) must be a number, not \(text).") }
        return number
    }
}

/// A setting that cannot be used, in one sentence.
struct WrongSetting: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}

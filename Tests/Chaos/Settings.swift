import Foundation
import PlatformKit

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
    /// The same while all faults strike together. Who is restarted at once and dies every other second strands the work
    /// of every shop time and again for the length of a lease, and no order gets through before that ends.
    var rarePasses = 30...300
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
        let told = Environment(environment)
        seed = try told.number("SEED", seed)
        rate = try told.number("RATE", rate)
        warmth = try told.number("WARMTH", 20)
        strikes = try told.number("STRIKES", strikes)
        hits = try told.number("HITS", hits)
        stillness = .seconds(try told.number("STILL_SECONDS", 40.0))
        spell = .seconds(try told.number("SPELL_SECONDS", 20.0))
        restarts = try told.number("RESTARTS", restarts)
        patience = .seconds(try told.number("PATIENCE_SECONDS", 300.0))
        faults = (told["FAULTS"] ?? "").split(separator: " ").map(String.init)
        from = told["FROM"]
        broker = try told.text("AMQP_URL")
        management = try told.text("MANAGEMENT_URL")
        database = try told.text("DATABASE_URL")
        servers = told["CHAOS_SERVERS"].map { URL(filePath: $0) }
        programs = told["CHAOS_PROGRAMS"].map { URL(filePath: $0) }
        previous = told["CHAOS_PREVIOUS"].map { URL(filePath: $0) }
        folder = URL(filePath: try told.text("CHAOS_FOLDER"))
    }

    /// The defaults, without servers.
    init() {}
}

import TestKit

/// One class of fault: how it strikes once, and how often it must.
struct Fault: Sendable {
    /// As in the table and in `FAULTS`.
    let name: String
    /// How many rounds of strikes there are; see ``goesOn(after:found:)``.
    let rounds: Int
    /// How many strikes must find work in flight; fewer prove nothing.
    let least: Int
    /// Whether it needs a broker and a database of our own.
    var needsServers = false
    /// What it takes away, or must find in its place: two that name the same do not strike at once.
    var needs: Resource?
    /// How many instances of every service run meanwhile.
    var instances = 1
    /// How many from the middle of the rounds on; nil: as many as before.
    var instancesLater: Int?
    /// For how long after the last strike a partner may still do what it was asked for.
    var lands = Duration.zero
    /// What must have come of it once everything is at rest; nil: nothing but that all is right.
    var evidence: Evidence?
    /// What a seller does behind a round.
    var aside: (@Sendable (Shops, _ number: Int) async throws -> Void)?
    /// Strikes once, and returns when what was broken is whole again, so that work should flow from then on. Answers
    /// what was in flight when it struck; nil: there was nobody to strike.
    let strike: @Sendable (Site, _ number: Int, inout SeededGenerator) async throws -> InFlight?

    enum Resource { case broker, database, processes }

    /// Rows by which is seen that what the class is there for did happen.
    struct Evidence: Sendable {
        /// What each row stands for, in the plural.
        let name: String
        /// Counted by SQL before and after; the text follows `FROM`.
        let rows: String
    }

    /// Whether queues go with all that lies in them.
    var deletesQueues: Bool { name == "queue-deleted" }
    /// Whether nobody is harmed, so that nothing may be done twice, not even to be undone.
    var isDrain: Bool { name == "restart" }
    /// Whether single processes are struck, some of which must have had a transaction open.
    var catchesTransactions: Bool { needs == .processes || isDrain }
    /// Whether services die at crash points all the while.
    var isArmed: Bool { name == "all-together" }

    /// Every class, in the order of the table. Those that need as many instances follow each other.
    static func all(_ settings: ChaosSettings) -> [Fault] {
        alone(settings) + crashes(settings) + servers(settings) + partners(settings) + absent(settings)
            + repairs(settings) + ofSeveral(settings) + [together(settings)] + rollouts(settings)
    }

    /// Random ones of all classes, one upon the other, while services die at crash points. Not those that ask for what
    /// the others take away: a process that ends in peace or is still the same one afterwards, a queue with nothing
    /// broken in it.
    private static func together(_ settings: ChaosSettings) -> Fault {
        let all = alone(settings).filter { !$0.isDrain } + servers(settings) + partners(settings)
        return Fault(
            name: "all-together", rounds: settings.strikes, least: settings.strikes, instances: 2,
            lands: all.map(\.lands).max() ?? .zero
        ) { site, number, dice in
            let known = all.filter { !$0.needsServers || site.servers != nil }
            let chosen = apart(known.shuffled(using: &dice)).prefix(3)
            // None is ended because another one failed: what it broke would stay broken for all rounds after this one.
            let outcomes = await withTaskGroup { group in
                for fault in chosen {
                    var own = SeededGenerator(seed: dice.next())
                    group.addTask { await outcome { try await fault.strike(site, number, &own) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let found = try outcomes.compactMap { try $0.get() }.reduce(InFlight(), +)
            return InFlight(
                messages: found.messages, transactions: found.transactions, jobs: found.jobs,
                purchases: found.purchases, remarks: found.remarks)
        }
    }

    /// Those that can strike at once: the first of each that need the same.
    static func apart(_ faults: [Fault]) -> [Fault] {
        var taken: Set<Resource> = []
        return faults.filter { fault in fault.needs.map { taken.insert($0).inserted } ?? true }
    }
}

// MARK: How often

extension Fault {
    /// Behind how many rounds the flow is awaited and timed.
    static let samples = 5

    /// Whether the flow is awaited and timed behind this round: a few times, evenly spread, the last among them. Behind
    /// the others it is enough that whoever was struck is ready: the next strike then finds the platform still busy
    /// with the last one, which is the harder trial.
    func isMeasured(_ number: Int) -> Bool {
        let samples = min(Self.samples, rounds)
        return (1...max(1, samples)).contains { number == $0 * rounds / max(1, samples) - 1 }
    }

    /// Whether another round follows upon so many, in which so many strikes found work in flight: until there were
    /// enough, but at most half as many again.
    func goesOn(after number: Int, found: Int) -> Bool {
        number < rounds || (found < least && number < rounds + (rounds + 1) / 2)
    }

    /// What a class draws its chance from: the same for the same seed, whichever other classes there are. FNV-1a.
    func seed(_ seed: UInt64) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Most strikes are as short as they can be; every seventh lasts, so that leases, claims and heartbeats run out.
    static func isLong(_ number: Int) -> Bool { number % 7 == 1 }
}

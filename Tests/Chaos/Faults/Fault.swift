import TestKit

/// One class of fault: how it strikes once, and how often it must.
struct Fault: Sendable {
    /// As in the table and in `FAULTS`.
    let name: String
    /// How often it strikes.
    let strikes: Int
    /// How many strikes must find work in flight; fewer prove nothing.
    let least: Int
    /// Whether it needs a broker and a database of our own.
    var needsServers = false
    /// How many instances of every service run meanwhile.
    var instances = 1
    /// Strikes once, and returns when what was broken is whole again, so that work should flow from then on. Answers
    /// what was in flight when it struck; nil: there was nobody to strike.
    let strike: @Sendable (Site, _ number: Int, inout SeededGenerator) async throws -> InFlight?

    /// Every class, in the order of the table.
    static func all(_ settings: ChaosSettings) -> [Fault] {
        processes(settings) + crashes(settings) + servers(settings) + partners(settings) + repairs(settings)
            + [together(settings)] + rollouts(settings)
    }

    /// Random ones of all classes, one upon the other.
    private static func together(_ settings: ChaosSettings) -> Fault {
        let all = processes(settings).prefix(1) + servers(settings) + partners(settings)
        return Fault(name: "all-together", strikes: settings.strikes, least: 0, instances: 2) { site, number, dice in
            let chosen = all.filter { !$0.needsServers || site.servers != nil }.shuffled(using: &dice).prefix(3)
            var found = InFlight()
            try await withThrowingTaskGroup(of: InFlight?.self) { group in
                for fault in chosen {
                    var own = SeededGenerator(seed: dice.next())
                    group.addTask { try await fault.strike(site, number, &own) }
                }
                for try await seen in group { found = found + (seen ?? InFlight()) }
            }
            return found
        }
    }
}

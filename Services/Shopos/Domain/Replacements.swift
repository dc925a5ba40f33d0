import Contracts

/// Which silent instances of a service another one has taken the place of.
struct Replacements: Sendable {
    /// The names of the silent ones in whose place one has started since.
    let replaced: Set<String>

    /// Lets each instance that is heard stand for one silent one, of which nothing was heard any more when it started.
    /// Who starts by the clock of one machine and is silent by another's may be misplaced by their difference.
    init(_ instances: [InstanceState]) {
        var starts = instances.filter { !$0.isSilent }.map(\.startedAt)
        var replaced: Set<String> = []
        // Who was heard last has the fewest who started later, and is served first.
        for silent in instances.filter(\.isSilent).sorted(by: { $0.heardAt > $1.heardAt }) {
            guard let later = starts.firstIndex(where: { $0 > silent.heardAt }) else { continue }
            starts.remove(at: later)
            replaced.insert(silent.instance)
        }
        self.replaced = replaced
    }
}

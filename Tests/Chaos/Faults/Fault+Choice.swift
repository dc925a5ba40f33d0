import PlatformKit

extension Fault {
    /// The classes that a run strikes with.
    ///
    /// - Throws: ``WrongSetting`` where `FAULTS` or `FROM` names none of them.
    static func chosen(_ settings: ChaosSettings) throws -> [Fault] {
        let all = all(settings)
        let known = Set(all.map(\.name))
        if let unknown = settings.faults.first(where: { !known.contains($0) }) {
            throw WrongSetting(text: "FAULTS names \(unknown), which is none of \(known.sorted()).")
        }
        var chosen = all.filter { fault in
            (settings.faults.isEmpty || settings.faults.contains(fault.name))
                && (settings.servers != nil || !fault.needsServers)
        }
        if let from = settings.from {
            guard let first = chosen.firstIndex(where: { $0.name == from }) else {
                throw WrongSetting(text: "FROM names \(from), which is none of \(chosen.map(\.name)).")
            }
            chosen.removeFirst(first)
        }
        return chosen
    }
}

/// Seconds of CPU by who spent them.
package struct Spending: Sendable {
    package private(set) var seconds: [String: Double]

    /// What the servers, the machine and some processes have spent so far, and what was `stolen` from the machine.
    package static func soFar(_ servers: Servers, _ processes: [String: Int32] = [:]) -> Spending {
        var seconds = processes.mapValues { ProcessTimes(of: $0)?.own ?? 0 }
        seconds["broker"] = ProcessTimes(of: servers.broker)?.own ?? 0
        seconds["database"] = ProcessTimes.family(of: servers.database)
        (seconds["machine"], seconds["stolen"]) = ProcessTimes.machine()
        return Spending(seconds: seconds)
    }

    /// With what others have spent.
    package func adding(_ more: [String: Double]) -> Spending {
        Spending(seconds: seconds.merging(more) { $1 })
    }

    /// What was spent since an earlier look.
    package static func - (now: Spending, before: Spending) -> Spending {
        Spending(seconds: now.seconds.merging(before.seconds, uniquingKeysWith: -))
    }

    package subscript(name: String) -> Double { seconds[name] ?? 0 }

    /// Of those who are named.
    package func sum(_ names: [String]) -> Double { names.reduce(0) { $0 + self[$1] } }
}

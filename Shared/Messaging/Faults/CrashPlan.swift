/// At which pass of which ``CrashPoint`` a process dies; written `commit-before-ack:12,effect-before-record:3`.
public struct CrashPlan: Sendable, Hashable {
    /// How many passes are left, the deadly one included.
    private var left: [CrashPoint: Int] = [:]

    /// Nobody dies.
    public init() {}

    /// Reads points with the number of the pass, from 1, at which the process dies; nil for what is not such a list.
    public init?(_ text: String) {
        for part in text.split(separator: ",") {
            let halves = part.split(separator: ":", omittingEmptySubsequences: false)
            guard halves.count == 2, let point = CrashPoint(rawValue: String(halves[0])),
                let pass = Int(halves[1]), pass > 0, left[point] == nil
            else { return nil }
            left[point] = pass
        }
    }

    /// Whether nothing is planned.
    public var isEmpty: Bool { left.isEmpty }

    /// The list that is read as this plan.
    public var text: String {
        left.map { "\($0.key.rawValue):\($0.value)" }.sorted().joined(separator: ",")
    }

    /// Counts a pass; true at the deadly one.
    mutating func strikes(_ point: CrashPoint) -> Bool {
        guard let passes = left[point] else { return false }
        left[point] = passes - 1
        return passes == 1
    }
}

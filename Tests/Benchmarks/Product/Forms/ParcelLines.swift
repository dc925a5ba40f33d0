import BenchKit
import PlatformKit

/// The report of the parcels.
enum ParcelLines {
    static func all(of rounds: [Parcels.Round]) -> [Line] {
        let cpu = "CPU of a parcel"
        let groups = Post.services.map { ($0, [$0]) } + [("all services", Post.services)]
        return [
            Line.of(
                rounds, "parcels a second", "", .more, { Double($0.parcels) / $0.seconds }, beside: \.floor.perSecond),
            Line.of(
                rounds, "half of the parcels within", "s", .less, { Statistics.percentile(0.5, of: $0.waits) ?? 0 }),
            Line.of(rounds, "99 % within", "s", .less, { Statistics.percentile(0.99, of: $0.waits) ?? 0 }),
            Line.of(
                rounds, "calls of partners for a parcel", "", .less, { Double($0.calls.whole) / Double($0.parcels) }),
        ]
            + groups.map { name, names in
                Line.of(rounds, "\(cpu), \(name)", "µs", .less, { $0.micros(names) }, beside: \.floor.whole)
            }
            + FlowLines.servers.map { name in
                Line.of(
                    rounds, "\(cpu), \(name)", "µs", .less, { $0.micros([name]) },
                    beside: { $0.floor.micros[name] ?? 0 })
            } + [
                Line.of(
                    rounds, "\(cpu), all of these", "µs", .less, { $0.micros(FlowLines.everyone) },
                    beside: \.floor.whole),
                Line.of(rounds, "\(cpu), the sandbox", "µs", nil, { $0.micros(["sandbox"]) }),
                Line.of(
                    rounds, "written to the database's log for a parcel", "KB", .less,
                    { Double($0.log) / Double($0.parcels) / 1024 }),
                Line.of(rounds, "most memory of a service", "MB", .less, { $0.memory.values.max() ?? 0 }),
            ] + Line.disturbance(rounds, ours: FlowLines.measured, \.spending) + [
                Line.of(rounds, "floor: orders a second", "", nil, \.floor.perSecond),
                Line.of(rounds, "floor: CPU of an order", "µs", nil, \.floor.whole),
            ]
    }
}

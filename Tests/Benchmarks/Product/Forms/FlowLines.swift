import BenchKit
import PlatformKit

/// The report of the flow.
enum FlowLines {
    static let servers = ["broker", "database"]
    static let everyone = Post.services + servers
    /// With those who are not measured and belong to it all the same.
    static let measured = everyone + ["sandbox", "driver"]

    static func all(of rounds: [Flow.Round]) -> [Line] {
        let cpu = "CPU of an order"
        let services = Post.services.map { ($0, [$0]) } + [("all services", Post.services)]
        return [
            Line.of(
                rounds, "orders a second until they are counted", "", .more, { Double($0.orders) / $0.rollup },
                beside: \.floor.perSecond),
            Line.of(
                rounds, "orders a second until all is decided", "", .more, { Double($0.orders) / $0.everything },
                beside: \.floor.perSecond),
        ]
            + services.map { name, names in
                Line.of(rounds, "\(cpu), \(name)", "µs", .less, { $0.micros(names) }, beside: \.floor.whole)
            }
            + servers.map { name in
                Line.of(
                    rounds, "\(cpu), \(name)", "µs", .less, { $0.micros([name]) },
                    beside: { $0.floor.micros[name] ?? 0 })
            } + [
                Line.of(rounds, "\(cpu), all of these", "µs", .less, { $0.micros(everyone) }, beside: \.floor.whole),
                Line.of(
                    rounds, "written to the database's log for an order", "KB", .less,
                    { Double($0.log) / Double($0.orders) / 1024 }),
                Line.of(rounds, "most memory of a service", "MB", .less, { $0.memory.values.max() ?? 0 }),
            ] + Line.disturbance(rounds, ours: measured, \.spending) + [
                Line.of(rounds, "floor: orders a second", "", nil, \.floor.perSecond),
                Line.of(rounds, "floor: CPU of an order", "µs", nil, \.floor.whole),
            ]
    }
}

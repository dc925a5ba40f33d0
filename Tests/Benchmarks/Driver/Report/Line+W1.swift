import BenchKit

extension Line {
    /// All lines, in their order.
    static func all(of rounds: [Round]) -> [Line] { ofThroughput(rounds) + ofPace(rounds) + ofFloor(rounds) }

    private static func line(
        _ name: String, _ unit: String, _ better: Better?, _ rounds: [Round], _ value: (Round) -> Double,
        beside floor: ((Round) -> Double)? = nil
    ) -> Line {
        of(rounds, name, unit, better, value, beside: floor)
    }

    private static let servers = ["broker", "database"]
    private static let everyone = Stage.names + servers
    /// All that the floor costs.
    private static func whole(_ round: Round) -> Double { round.floor.micros(servers + FloorFigures.clients) }

    private static func ofThroughput(_ rounds: [Round]) -> [Line] {
        let cpu = "throughput: CPU of an order"
        let stages = (Stage.names.map { ($0, [$0]) } + [("the three stages", Stage.names)]).map { name, names in
            line("\(cpu), \(name)", "µs", .less, rounds, { $0.stages.micros(names) }, beside: whole)
        }
        return [
            line(
                "throughput: orders a second", "", .more, rounds, \.stages.perSecond, beside: \.floor.perSecond)
        ] + stages
            + servers.map { name in
                line(
                    "\(cpu), \(name)", "µs", .less, rounds, { $0.stages.micros([name]) },
                    beside: { $0.floor.micros([name]) })
            } + [
                line("\(cpu), all of these", "µs", .less, rounds, { $0.stages.micros(everyone) }, beside: whole),
                line(
                    "throughput: most memory of a stage", "MB", .less, rounds,
                    { $0.stages.memory.values.max() ?? 0 }),
            ] + disturbance(rounds, when: "throughput: ", ours: everyone + ["driver"], \.stages.spending)
    }

    private static func ofPace(_ rounds: [Round]) -> [Line] {
        let latencies = [("half of the orders within", 0.5), ("99 % within", 0.99)].map { name, share in
            line(
                "even pace: \(name)", "ms", .less, rounds,
                { Statistics.percentile(share, of: $0.paced.latencies) ?? 0 },
                beside: { Statistics.percentile(share, of: $0.pacedFloor) ?? 0 })
        }
        return latencies + [
            line(
                "even pace: CPU of an order, the three stages", "µs", .less, rounds,
                { $0.paced.micros(Stage.names) }, beside: whole),
            line(
                "even pace: most memory of a stage", "MB", .less, rounds, { $0.paced.memory.values.max() ?? 0 }),
        ]
    }

    private static func ofFloor(_ rounds: [Round]) -> [Line] {
        [line("floor: orders a second", "", nil, rounds, \.floor.perSecond)]
            + (servers + FloorFigures.clients).map { name in
                line("floor: CPU of an order, \(name)", "µs", nil, rounds, { $0.floor.micros([name]) })
            } + [
                line(
                    "floor, messages alone: half of the orders within", "ms", nil, rounds,
                    { Statistics.percentile(0.5, of: $0.pacedFloor) ?? 0 }),
                line(
                    "floor, messages alone: 99 % within", "ms", nil, rounds,
                    { Statistics.percentile(0.99, of: $0.pacedFloor) ?? 0 }),
            ]
    }
}

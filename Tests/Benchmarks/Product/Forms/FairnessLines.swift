import BenchKit
import Foundation

/// The report of the fairness.
enum FairnessLines {
    static func all(of rounds: [Fairness.Round]) -> [Line] {
        [Line.of(rounds, "capacity, parcels a second", "", .more, \.capacity)]
            + sales("without the burst", rounds, \.calm) + sales("beside the burst", rounds, \.beside)
            + [
                Line.of(
                    rounds, "99 % reserved beside the burst ÷ without", "", .less,
                    { percentile(0.99, $0.beside.waits.whole) / percentile(0.99, $0.calm.waits.whole) }),
                Line.of(rounds, "burst: orders", "", nil, { Double($0.burst.webhooks) }),
                Line.of(rounds, "burst: webhooks a second taken in", "", .more, \.burst.perSecond),
                Line.of(rounds, "burst: webhooks refused at first", "", .less, { Double($0.burst.refused) }),
                Line.of(rounds, "burst: all orders read after", "s", .less, \.burst.read),
                Line.of(rounds, "backfill: orders", "", nil, { Double($0.past.orders) }),
                Line.of(rounds, "backfill: all orders read after", "s", .less, { $0.past.seconds ?? 0 }),
                Line.of(rounds, "most memory of a service", "MB", .less, { $0.memory.values.max() ?? 0 }),
            ]
    }

    private static func sales(
        _ when: String, _ rounds: [Fairness.Round], _ sales: (Fairness.Round) -> Fairness.Sales
    ) -> [Line] {
        func line(_ name: String, _ share: Double, _ waits: (Waits) -> [Double]) -> Line {
            Line.of(
                rounds, "others \(when): \(name)", "ms", .less, { 1000 * percentile(share, waits(sales($0).waits)) })
        }
        return [
            Line.of(rounds, "others \(when): orders a second", "", nil, { sales($0).perSecond }),
            line("half reserved within", 0.5, \.whole),
            line("99 % reserved within", 0.99, \.whole),
            line("99 % through the lane of webhooks within", 0.99, \.lane),
            line("99 % through the queue of work within", 0.99, \.work),
            line("99 % through the lane of orders within", 0.99, \.stock),
            line("99 % reserved after the sale within", 0.99, \.sinceSale),
            Line.of(rounds, "others \(when): found by the poll", "", nil, { Double(sales($0).waits.polled) }),
        ] + Line.disturbance(rounds, when: "others \(when): ", ours: FlowLines.measured) { sales($0).spending }
    }

    /// Which orders waited longest, and whose work was in hand meanwhile.
    static func notes(of round: Fairness.Round) -> [String] {
        [("without the burst", round.calm), ("beside the burst", round.beside)].flatMap { when, sales in
            ["others \(when), the longest: lane of webhooks + queue of work + lane of orders"]
                + sales.waits.longest(since: sales.began) + ["  " + sales.hands.note]
        }
    }

    private static func percentile(_ share: Double, _ values: [Double]) -> Double {
        Statistics.percentile(share, of: values) ?? 0
    }
}

import Foundation
import TestKit

/// Partners that err, slow down, refuse, answer too late, forget; and webhooks that come twice, late or not at all.
extension Fault {
    static func partners(_ settings: ChaosSettings) -> [Fault] {
        [
            spell("partner-errors", settings) { dice in
                [
                    [
                        "partner": "tiktok", "endpoint": "*", "kind": "error", "code": 36_009_003, "status": 500,
                        "probability": 0.5,
                    ],
                    // Half of these have had their effect all the same.
                    [
                        "partner": "shippo", "endpoint": "*", "kind": "error", "status": 503, "probability": 0.4,
                        "done": .bool(Bool.random(using: &dice)),
                    ],
                ]
            },
            spell("partner-429", settings) { _ in
                ["tiktok", "shippo"].map {
                    ["partner": .string($0), "kind": "throttle", "retry_after": 2, "probability": 0.5]
                }
            },
            spell("partner-slow", settings) { _ in
                ["tiktok", "shippo"].map {
                    ["partner": .string($0), "kind": "latency", "ms": [200, 3000], "probability": 0.7]
                }
            },
            // The deadline of a purchase is 4 s here, its grace 6 s: some land within, some after a second attempt.
            spell("label-lands-late", settings) { _ in
                [
                    [
                        "partner": "shippo", "endpoint": "transaction.create", "kind": "late", "ms": [1000, 25_000],
                        "hold_ms": 6000, "probability": 0.6,
                    ]
                ]
            },
            spell("ship-lands-late", settings) { _ in
                [
                    [
                        "partner": "tiktok", "endpoint": "package.*", "kind": "late", "ms": [1000, 20_000],
                        "hold_ms": 5000, "probability": 0.3,
                    ]
                ]
            },
            spell("webhooks-in-disorder", settings) { _ in
                [
                    ["partner": "webhook", "kind": "repeated", "copies": 2, "ms": [0, 3000], "probability": 0.1],
                    ["partner": "webhook", "kind": "delayed", "ms": [500, 6000], "probability": 0.1],
                    ["partner": "webhook", "kind": "lost", "probability": 0.05],
                ]
            },
            Fault(name: "tokens-expire", strikes: max(1, settings.strikes / 4), least: 0) { site, _, _ in
                // A token that was granted within the last minute is not renewed, since many jobs ask at once; no real
                // one ends so soon. The first strike may follow upon the connection of the shops.
                try await Task.sleep(for: .seconds(61))
                let seen = await site.inFlight()
                let shop = try await site.sandbox.read("/shops")["shops"].list.first?["id"] ?? .null
                try await site.sandbox.post("/tokens/expire", ["app": "operations", "shop": shop])
                return seen
            },
        ]
    }

    private static func spell(
        _ name: String, _ settings: ChaosSettings, _ rules: @escaping @Sendable (inout SeededGenerator) -> [JSONValue]
    ) -> Fault {
        Fault(name: name, strikes: max(1, settings.strikes / 4), least: max(1, settings.strikes / 4)) { site, _, dice in
            var ids: [Int] = []
            let result = await outcome {
                for rule in rules(&dice) { ids.append(try await site.sandbox.post("/faults", rule)["id"].int ?? 0) }
                try await Task.sleep(for: settings.spell)
                return (await site.inFlight(), try await site.struck(by: ids))
            }
            // Whatever came in between: a rule that stayed would strike all classes after this one.
            for id in ids { try await site.sandbox.delete("/faults/\(id)") }
            var (seen, struck) = try result.get()
            if name.hasPrefix("webhooks") { seen.messages += struck } else { seen.jobs += struck }
            return seen
        }
    }
}

extension Site {
    /// How many calls or webhooks rules have struck, by the sandbox's own count.
    fileprivate func struck(by rules: [Int]) async throws -> Int {
        try await sandbox.read("/faults")["faults"].list.filter { rules.contains($0["id"].int ?? 0) }
            .reduce(0) { $0 + ($1["strikes"].int ?? 0) }
    }
}

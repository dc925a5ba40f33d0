import Foundation
import PlatformKit
import Postgres
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
            // The deadline of a purchase is 4 s here, its grace 6 s, and 3 s more until it is given up, if the
            // carrier's list is read at once: some land before that, some after it.
            spell("label-lands-late", settings, lands: .seconds(25), evidence: landedTooLate) { _ in
                [([1000, 12_000], 0.3), ([20_000, 25_000], 0.4)].map { within, probability in
                    [
                        "partner": "shippo", "endpoint": "transaction.create", "kind": "late", "ms": within,
                        "hold_ms": 6000, "probability": probability,
                    ]
                }
            },
            spell("ship-lands-late", settings, lands: .seconds(20)) { _ in
                [
                    [
                        "partner": "tiktok", "endpoint": "package.*", "kind": "late", "ms": [1000, 20_000],
                        "hold_ms": 5000, "probability": 0.6,
                    ]
                ]
            },
            spell("webhooks-in-disorder", settings) { _ in
                [
                    ["partner": "webhook", "kind": "repeated", "copies": 2, "ms": [0, 3000], "probability": 0.1],
                    ["partner": "webhook", "kind": "delayed", "ms": [500, 6000], "probability": 0.1],
                    ["partner": "webhook", "kind": "lost", "probability": 0.05],
                ]
            } meanwhile: { site in
                let end = ContinuousClock.now + settings.spell
                try await site.replayFailure(until: end)
            },
            Fault(name: "tokens-expire", rounds: settings.strikes, least: settings.strikes) { site, _, _ in
                var seen = try await site.strikeFrozen { try await site.expireTokens() }
                seen.wholeAt = .now
                try await eventually(within: .seconds(60), "the tokens are renewed") {
                    try await site.count("ingestion.accounts WHERE granted_at > now() - interval '1 minute'") > 0
                }
                return seen
            },
        ]
    }

    /// Partners that are gone for everybody. These strike alone: what they look for, or by, others take away.
    static func absent(_ settings: ChaosSettings) -> [Fault] {
        [
            // Breakers open, so that nobody asks in vain without end, and close when somebody is answered.
            spell("partner-gone", settings) { _ in
                [
                    [
                        "partner": "tiktok", "endpoint": "*", "kind": "error", "code": 36_009_003, "status": 500,
                        "probability": 1,
                    ],
                    ["partner": "shippo", "endpoint": "*", "kind": "error", "status": 503, "probability": 1],
                ]
            } meanwhile: { site in
                try await site.seeBreakersOpen(within: settings.spell)
            },
            // Connections stay, and nothing comes.
            Fault(name: "partner-silent", rounds: 5, least: min(5, settings.strikes)) { site, number, dice in
                let pause = Duration.milliseconds(Int.random(in: 1000...6000, using: &dice))
                let seen = await outcome { try await site.strikeFrozen { await site.crew.signal(.sandbox, SIGSTOP) } }
                let slept = await outcome { try await Task.sleep(for: isLong(number) ? settings.spell : pause) }
                await site.crew.signal(.sandbox, SIGCONT)
                try slept.get()
                return try seen.get()
            },
        ]
    }

    /// Labels of attempts that were given up before they were bought.
    private static let landedTooLate = Evidence(
        name: "labels landed after they were given up",
        rows: """
            fulfillment.shipments CROSS JOIN LATERAL jsonb_array_elements(body->'voided') AS label
            WHERE label->>'reason' = 'duplicate'
            """)

    private static func spell(
        _ name: String, _ settings: ChaosSettings, lands: Duration = .zero, evidence: Evidence? = nil,
        _ rules: @escaping @Sendable (inout SeededGenerator) -> [JSONValue],
        meanwhile: (@Sendable (Site) async throws -> Void)? = nil
    ) -> Fault {
        // Each call or webhook that is struck is a strike: it was under way.
        Fault(name: name, rounds: 1, least: settings.strikes, lands: lands, evidence: evidence) { site, _, dice in
            var ids: [Int] = []
            let result = await outcome {
                for rule in rules(&dice) { ids.append(try await site.sandbox.post("/faults", rule)["id"].int ?? 0) }
                if let meanwhile { try await meanwhile(site) } else { try await Task.sleep(for: settings.spell) }
                return (await site.inFlight(), try await site.struck(by: ids))
            }
            // Whatever came in between: a rule that stayed would strike all classes after this one.
            for id in ids { try await site.sandbox.delete("/faults/\(id)") }
            var (seen, struck) = try result.get()
            if name.hasPrefix("webhooks") { seen.messages += struck } else { seen.jobs += struck }
            seen.strikes = struck
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

    /// Looks until the time is over, and must have seen a breaker open by then.
    fileprivate func seeBreakersOpen(within time: Duration) async throws {
        let limit = ContinuousClock.now + time
        var most = 0
        while ContinuousClock.now < limit {
            let open = try await number(
                """
                SELECT (SELECT count(*) FROM ingestion.work_breakers WHERE state <> 'closed')
                    + (SELECT count(*) FROM fulfillment.work_breakers WHERE state <> 'closed')
                """)
            most = max(most, open)
            try await Task.sleep(for: .milliseconds(200))
        }
        if most == 0 { throw Broken(text: "nobody was answered, and no breaker has opened") }
    }

    /// Ends the access token of the shops. One that was granted within the last minute is not renewed, since many jobs
    /// ask at once, and no real one ends so soon: so it is made to look older.
    fileprivate func expireTokens() async throws {
        try await eventually(within: .seconds(60), "the token looks older") {
            try await database.run(
                "UPDATE ingestion.accounts SET granted_at = least(granted_at, now() - interval '61 seconds')")
            return true
        }
        let shop = try await sandbox.read("/shops")["shops"].list.first?["id"] ?? .null
        try await sandbox.post("/tokens/expire", ["app": "operations", "shop": shop])
    }
}

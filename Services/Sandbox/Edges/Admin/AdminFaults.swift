/// Faults on demand.
enum AdminFaults {
    private struct Wish: Decodable {
        let partner: FaultRule.Partner
        var endpoint: String?
        var probability: Double?
        var times: Int?
        let kind: String
        var ms: [Int]?
        var code: Int?
        var status: Int?
        var message: String?
        var done: Bool?
        var retryAfter: Int?
        var holdMs: Int?
        var copies: Int?

        func rule() throws -> FaultRule.Kind {
            switch kind {
            case "latency": .latency(try span(100))
            case "error":
                .error(
                    code: code ?? 36_009_003, status: status ?? 500, message: message ?? "Internal error",
                    isDone: done ?? false)
            case "throttle": .throttle(retryAfter: retryAfter)
            case "late": .late(after: try span(40_000), hold: .milliseconds(max(0, holdMs ?? 0)))
            case "lost": .lost
            case "repeated": .repeated(times: min(max(1, copies ?? 1), 20), within: try span(1_000))
            case "delayed": .delayed(try span(5_000))
            default: throw AdminError(text: "kind: latency, error, throttle, late, lost, repeated or delayed")
            }
        }

        /// `[least, most]` in milliseconds; one number is both.
        private func span(_ otherwise: Int) throws -> ClosedRange<Duration> {
            let bounds = ms ?? [0, otherwise]
            guard let first = bounds.first, let last = bounds.last, first >= 0, last >= first, last <= 3_600_000 else {
                throw AdminError(text: "ms: [least, most], at most an hour")
            }
            return .milliseconds(first)...(.milliseconds(last))
        }
    }

    @Sendable static func add(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let wish = try call.body(Wish.self)
        let probability = wish.probability ?? 1
        guard (0...1).contains(probability) else { throw AdminError(text: "probability: 0 to 1") }
        let rule = world.faults.add(
            wish.partner, endpoint: wish.endpoint ?? "*", probability: probability, times: wish.times,
            try wish.rule())
        return json(rule)
    }

    @Sendable static func list(_ world: inout World, _ call: AdminCall) throws -> JSON {
        ["faults": .array(world.faults.rules.map(json))]
    }

    @Sendable static func clear(_ world: inout World, _ call: AdminCall) throws -> JSON {
        world.faults.remove(nil)
        return [:]
    }

    @Sendable static func remove(_ world: inout World, _ call: AdminCall) throws -> JSON {
        guard let id = Int(call.ids[0]), world.faults.rules.contains(where: { $0.id == id }) else {
            throw AdminError.unknown("fault", call.ids[0])
        }
        world.faults.remove(id)
        return [:]
    }

    private static func json(_ rule: FaultRule) -> JSON {
        [
            "id": .int(rule.id), "partner": .string(rule.partner.rawValue), "endpoint": .string(rule.endpoint),
            "probability": .double(rule.probability), "times_left": rule.timesLeft.map(JSON.int) ?? .null,
            "strikes": .int(rule.strikes), "kind": .string("\(rule.kind)"),
        ]
    }
}

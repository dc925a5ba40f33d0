/// Buyers, pace, limits and rules of the world.
enum AdminWorld {
    private struct Start: Decodable {
        var perMinute: Double?
        var count: Int?
        var shops: [String]?
        /// `calm` for nothing but plain orders.
        var preset: String?
        var mix: [String: Double]?
    }

    @Sendable static func startGenerator(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let start = try call.body(Start.self)
        let rate = start.perMinute ?? 60
        guard rate > 0, rate <= 1_000_000, start.count ?? 1 >= 1 else {
            throw AdminError(text: "per_minute: above 0, at most 1000000; count: 1 or more")
        }
        var mix = start.preset == "calm" ? Mix.calm : Mix()
        if let name = mix.set(start.mix ?? [:]) { throw AdminError.unknown("mix", name) }
        for id in start.shops ?? [] { _ = try world.shop(id) }
        world.startGenerator(perMinute: rate, count: start.count, mix: mix, shopIDs: start.shops ?? [])
        return try generator(&world, call)
    }

    @Sendable static func stopGenerator(_ world: inout World, _ call: AdminCall) throws -> JSON {
        world.generator.stop()
        return try generator(&world, call)
    }

    @Sendable static func generator(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let generator = world.generator
        return [
            "per_minute": .double(generator.perMinute), "made": .int(generator.made),
            "refused": .int(generator.refused), "remaining": generator.remaining.map(JSON.int) ?? .null,
            "spike": .optional(generator.isSpiking(world.now) ? generator.spike?.skuID : nil),
            "mix": .object(generator.mix.values.map { .init(name: $0.name, value: .double($0.value)) }),
        ]
    }

    private struct Limits: Decodable {
        var lightRead: Double?
        var read: Double?
        var write: Double?
        var heavyWrite: Double?
        /// Left out: no `Retry-After` header.
        var retryAfter: Int?
        var shippoFactor: Double?
    }

    @Sendable static func setLimits(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let limits = try call.body(Limits.self)
        let wanted: [(RateClass, Double?)] = [
            (.lightRead, limits.lightRead), (.read, limits.read), (.write, limits.write),
            (.heavyWrite, limits.heavyWrite),
        ]
        let set = wanted.reduce(into: [RateClass: Double]()) { $0[$1.0] = $1.1.map { max(0, $0) } }
        world.tiktok.limiter.set(set, retryAfter: limits.retryAfter)
        if let factor = limits.shippoFactor { world.shippo.limits = ShippoLimits(factor: max(0, factor)) }
        let current = world.tiktok.limiter.perSecond
        return [
            "per_second": .object(
                RateClass.allCases.map { .init(name: $0.rawValue, value: .double(current[$0] ?? 0)) }),
            "shippo_factor": .double(world.shippo.limits.factor),
        ]
    }

    private struct Clock: Decodable {
        let scale: Double
    }

    @Sendable static func setClock(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let scale = try call.body(Clock.self).scale
        guard Pace.allowed.contains(scale) else {
            throw AdminError(text: "scale: \(Pace.allowed.lowerBound) to \(Pace.allowed.upperBound)")
        }
        world.setScale(scale)
        return ["scale": .double(world.pace.scale), "now": .string(world.now.iso8601)]
    }

    private struct Rules: Decodable {
        var acceptZeroQuantity: Bool?
        var keepOldRefreshToken: Bool?
        var shippoFailureRate: Double?
        var shippoRefundRefusalRate: Double?
    }

    @Sendable static func setSettings(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let rules = try call.body(Rules.self)
        if let flag = rules.acceptZeroQuantity { world.tiktok.acceptsZeroQuantity = flag }
        if let flag = rules.keepOldRefreshToken { world.tiktok.tokens.lifetimes.keepsOldRefreshToken = flag }
        if let rate = rules.shippoFailureRate { world.shippo.settings.failureRate = rate }
        if let rate = rules.shippoRefundRefusalRate { world.shippo.settings.refundRefusalRate = rate }
        return [
            "accept_zero_quantity": .bool(world.tiktok.acceptsZeroQuantity),
            "keep_old_refresh_token": .bool(world.tiktok.tokens.lifetimes.keepsOldRefreshToken),
            "shippo_failure_rate": .double(world.shippo.settings.failureRate),
            "shippo_refund_refusal_rate": .double(world.shippo.settings.refundRefusalRate),
        ]
    }
}

import Contracts
import Foundation
import Outbound
import TestKit
import Testing

/// What one race is about.
struct RacePlan: Sendable {
    let seed: UInt64
    /// Whether a second shop, a bundle and people take part; else one listing sells alone.
    let isCrowded: Bool
    /// Units of the first SKU and of the second that are there at first.
    let units: [Int]

    init(seed: UInt64, isCrowded: Bool) {
        var dice = SeededGenerator(seed: seed)
        self.seed = seed
        self.isCrowded = isCrowded
        units = [Int.random(in: 8...14, using: &dice), Int.random(in: 14...20, using: &dice)]
    }

    /// What the seller calls the two SKUs and the bundle; no other race has the same.
    var lamp: String { "LAMP-\(seed)" }
    var bulb: String { "BULB-\(seed)" }
    var set: String { "SET-\(seed)" }
}

/// A brand of its own for one race: one or two shops of one seller, connected and counted.
struct RaceShop: Sendable {
    let house: House
    let door: Door
    let plan: RacePlan
    let tenant: UUID
    /// The sandbox's ids of the shops.
    let shops: [String]
    /// What is sold where.
    let listings: [RaceListing]
    /// Our ids of the two SKUs, by their codes.
    let skus: [String: String]
    let location: String

    static func open(_ plan: RacePlan, in house: House, agency: Door) async throws -> RaceShop {
        let tenant = try await agency.insist("/v1/tenants", #"{"name": "Race \#(plan.seed)"}"#)["id"].text ?? ""
        let scopes = AccessScope.allCases.filter {
            !$0.rawValue.hasPrefix("tenants") && !$0.rawValue.hasPrefix("credit")
        }
        .map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        let made = try await agency.insist("/v1/keys?tenant=\(tenant)", #"{"name": "race", "scopes": [\#(scopes)]}"#)
        let door = house.gateway.with(key: try #require(made["secret"].text))
        let (shops, listings) = try await fill(plan, house.sandbox)
        try await connect(shops[0], door, house)
        let levels = try await counted(plan, door)
        let race = RaceShop(
            house: house, door: door, plan: plan, tenant: try #require(UUID(uuidString: tenant)), shops: shops,
            listings: listings, skus: levels.mapValues { $0["sku"].text ?? "" },
            location: levels[plan.lamp]?["location"].text ?? "")
        if plan.isCrowded { try await race.mapSet() }
        return race
    }

    /// The first shop sells lamps, and in a crowd bulbs and a set of one lamp and two bulbs; the second one lamps.
    private static func fill(_ plan: RacePlan, _ sandbox: Door) async throws -> ([String], [RaceListing]) {
        let first = try await sandbox.create("/shops", #"{"region": "US"}"#)
        let ids = [first["id"].text ?? ""]
        func offer(_ wares: [(code: String, units: Int)], in shop: String) async throws -> [String] {
            let skus = wares.map { #"{"seller_sku": "\#($0.code)", "stock": [\#($0.units)]}"# }.joined(separator: ",")
            let product = try await sandbox.create(
                "/shops/\(shop)/products", #"{"title": "\#(wares[0].code)", "skus": [\#(skus)]}"#)
            return product["skus"].list.compactMap { $0["id"].text }
        }
        guard plan.isCrowded else {
            let lamp = try await offer([(plan.lamp, plan.units[0])], in: ids[0])[0]
            return (ids, [RaceListing(shop: ids[0], channelSKU: lamp, code: plan.lamp, parts: [plan.lamp: 1])])
        }
        // One product with two variants: a command for one of them must not push aside one for the other.
        let both = try await offer([(plan.lamp, plan.units[0]), (plan.bulb, plan.units[1])], in: ids[0])
        let set = try await offer([(plan.set, 3)], in: ids[0])[0]
        let second =
            try await sandbox.create(
                "/shops", #"{"region": "US", "seller": "\#(first["seller"].text ?? "")"}"#)["id"].text ?? ""
        // Its seller thinks that there are more than there are.
        let other = try await offer([(plan.lamp, plan.units[0] + 5)], in: second)[0]
        return (
            ids + [second],
            [
                RaceListing(shop: ids[0], channelSKU: both[0], code: plan.lamp, parts: [plan.lamp: 1]),
                RaceListing(shop: ids[0], channelSKU: both[1], code: plan.bulb, parts: [plan.bulb: 1]),
                RaceListing(shop: ids[0], channelSKU: set, code: plan.set, parts: [plan.lamp: 1, plan.bulb: 2]),
                RaceListing(shop: second, channelSKU: other, code: plan.lamp, parts: [plan.lamp: 1]),
            ]
        )
    }

    /// The seller consents without a browser.
    private static func connect(_ shop: String, _ door: Door, _ house: House) async throws {
        let begin = try await door.get("/api/tiktokshop/auth?market=us")
        let consent = try #require(begin.headers["Location"], "\(begin.status) \(begin.body)")
        let state = try #require(consent.firstMatch(of: /[?&]state=([^&]+)/)).output.1
        let agreed = try await house.sandbox.create("/authorizations", #"{"shop": "\#(shop)", "state": "\#(state)"}"#)
        let back = try await house.gateway.with(cookie: begin.cookie).get(try #require(agreed["redirect"].text))
        // Where many connect at once a busy machine may not answer in time; the shop is connected all the same, and its
        // stock is waited for.
        #expect([302, 503, 504].contains(back.status), "\(back.status) \(back.body)")
    }

    private static func counted(_ plan: RacePlan, _ door: Door) async throws -> [String: JSONValue] {
        var levels: [String: JSONValue] = [:]
        let wanted = plan.isCrowded ? [plan.lamp, plan.bulb, plan.set] : [plan.lamp]
        try await eventually(within: Brand.patience, "race \(plan.seed): the stock is counted") {
            let found = try await door.read("/v1/stock")["levels"].list
            levels = Dictionary(found.map { ($0["code"].text ?? "", $0) }) { $1 }
            return wanted.allSatisfy { (levels[$0]?["onHand"].int ?? 0) > 0 }
        }
        return levels
    }

    /// A person says what the set is made of.
    private func mapSet() async throws {
        guard let set = listings.first(where: { $0.parts.count > 1 }) else { return }
        let shop = try #require(
            try await door.read("/v1/stock/listings?search=\(set.code)")["listings"].list.first?["shop"].text)
        let parts = set.parts.sorted { $0.key < $1.key }
            .map { #"{"sku": "\#(skus[$0.key] ?? "")", "units": \#($0.value)}"# }.joined(separator: ",")
        try await eventually(within: Brand.patience, "the set is mapped") {
            try await door.send(
                .put, "/v1/stock/listings/\(shop)/\(set.channelSKU)", #"{"parts": [\#(parts)]}"#
            ).status == 200
        }
    }
}

extension Door {
    /// Creates, asking again where a busy machine did not answer in time; under one key, so that it happens once.
    func insist(_ path: String, _ body: String) async throws -> JSONValue {
        let key = UUID().uuidString
        var made: JSONValue?
        try await eventually(within: Brand.patience, "POST \(path) is answered") {
            let answer = try await post(path, body, idempotencyKey: key)
            if (200..<300).contains(answer.status) { made = answer.body }
            return made != nil
        }
        return made ?? .null
    }
}

/// Something that is sold in one of the shops.
struct RaceListing: Sendable, Hashable {
    /// The sandbox's id of the shop.
    let shop: String
    let channelSKU: String
    /// What its seller calls it.
    let code: String
    /// What one of it takes, by the codes of the brand's SKUs.
    let parts: [String: Int]
}

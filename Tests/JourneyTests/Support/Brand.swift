import Contracts
import Foundation
import Outbound
import Postgres
import TestKit
import Testing

/// A brand with a key and one connected shop, whose stock is counted.
struct Brand: Sendable {
    let house: House
    /// The gateway, opened with the brand's key.
    let door: Door
    /// The sandbox's id of the shop.
    let sandboxShop: String
    /// Our id of it.
    let shop: String

    /// What one SKU of the brand's is called by everybody.
    static let code = "JRN-1"

    /// Makes the brand, fills its shop with one SKU, and connects it as a seller does: our page, the consent page, and
    /// back.
    ///
    /// - Parameters:
    ///   - market: Whose authorize page it is, `us` or `row`.
    ///   - past: So many finished orders of the 80 days before the shop is connected.
    static func open(
        in house: House, units: Int = 20, market: String = "us", past: Int = 0
    ) async throws -> Brand {
        let key = try await house.command("accounts", "bootstrap").split(separator: "\n")
            .first { $0.hasPrefix("shop_") }.map(String.init)
        let agency = house.gateway.with(key: try #require(key))
        let tenant = try await agency.create("/v1/tenants", #"{"name": "Journey brand"}"#)["id"].text ?? ""
        let scopes = AccessScope.allCases
            .filter { !$0.rawValue.hasPrefix("tenants") && !$0.rawValue.hasPrefix("credit") }
            .map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        let made = try await agency.create("/v1/keys?tenant=\(tenant)", #"{"name": "journey", "scopes": [\#(scopes)]}"#)
        let door = house.gateway.with(key: try #require(made["secret"].text))

        let shop = try await house.sandbox.read("/shops")["shops"].list[0]["id"].text ?? ""
        _ = try await house.sandbox.create(
            "/shops/\(shop)/products",
            #"{"title": "Tumbler", "weight_grams": 480, "size_cm": [25, 9, 9], "#
                + #""skus": [{"seller_sku": "\#(code)", "price_minor": 2490, "stock": [\#(units)]}]}"#)
        if past > 0 {
            _ = try await house.sandbox.create("/shops/\(shop)/history", #"{"orders": \#(past), "days": 80}"#)
        }
        try await eventually("the seller is back with a connected shop") { try await connect(door, house, market) }
        let ours = try await door.read("/v1/connections")["connections"].list[0]["shop"].text ?? ""
        let brand = Brand(house: house, door: door, sandboxShop: shop, shop: ours)
        try await eventually(within: patience, "the stock is counted") {
            try await brand.level()["onHand"].int == units
        }
        return brand
    }

    /// A whole platform on a busy machine.
    static let patience = Duration.seconds(90)

    /// Whether the seller came back. On a busy machine the platform may be late and say so; then the seller begins
    /// anew.
    private static func connect(_ door: Door, _ house: House, _ market: String) async throws -> Bool {
        let begin = try await door.get("/api/tiktokshop/auth?market=\(market)")
        try #require(begin.status == 302, "\(begin.status) \(begin.body)")
        let consent = try #require(begin.headers["Location"])
        let page = try #require(try await house.sandbox.get(consent).body.text)
        let seller = try #require(page.firstMatch(of: /name="seller" value="([^"]+)"/)).output.1
        let parts = consent.split(separator: "?", maxSplits: 1)
        let agreed = try await house.sandbox.send(
            .post, String(parts[0]), "\(parts[1])&seller=\(seller)&decision=approve",
            type: "application/x-www-form-urlencoded")
        let back = try await house.gateway.with(cookie: begin.cookie).get(try #require(agreed.headers["Location"]))
        guard back.status < 500 else { return false }
        #expect(back.headers["Location"] == "/?tiktokshop_connected=true", "\(back.status) \(back.body)")
        return true
    }
}

// MARK: - Selling

extension Brand {
    /// Somebody buys units of the SKU; answers the channel's id of the order.
    ///
    /// - Parameter plan: What the buyer will do, as the sandbox reads it.
    func sell(_ units: Int = 1, shipping: String = "SELLER", plan: String = #"{"pays_after_seconds": 1}"#) async throws
        -> String
    {
        let placed = try await house.sandbox.create(
            "/shops/\(sandboxShop)/orders",
            #"{"lines": [{"sku": "\#(Self.code)", "units": \#(units)}], "shipping": "\#(shipping)", "plan": \#(plan)}"#)
        return try #require(placed["orders"].list.first?["id"].text)
    }

    /// Moves an order on at the channel, as time and carriers would.
    func advance(_ order: String, to status: String) async throws {
        _ = try await house.sandbox.create("/orders/\(order)/advance", #"{"to": "\#(status)"}"#)
    }

    /// What the platform knows of an order.
    func order(_ channelOrder: String) async throws -> JSONValue {
        try await door.read("/v1/orders/\(channelOrder)")
    }

    /// What happened to an order's parcel, as constant words.
    func parcelEvents(of channelOrder: String) async throws -> [String] {
        try await order(channelOrder)["shipments"].list.first?["events"].list.compactMap { $0["kind"].text } ?? []
    }

    /// Waits until an order is shipped, or further: a platform that is busy may see it only when it has left.
    func untilShipped(_ channelOrder: String, withParcel: Bool = false) async throws {
        try await eventually(within: Self.patience, "order \(channelOrder) is shipped") {
            let now = try await order(channelOrder)
            let parcel = now["shipments"].list.first?["shipment"]["state"].text ?? ""
            return ["awaitingCollection", "inTransit", "delivered"].contains(now["order"]["order"]["status"].text)
                && ["reserved", "deducted"].contains(now["stock"]["state"].text)
                && (!withParcel || ["shipped", "inTransit", "delivered"].contains(parcel))
        }
    }

    /// Waits until an order stands somewhere: the channel's status, stock, parcel; nil: anywhere.
    func until(
        _ channelOrder: String, status: String? = nil, stock: String? = nil, parcel: String? = nil
    ) async throws {
        let wanted = [status, stock, parcel].compactMap(\.self).joined(separator: ", ")
        var last = JSONValue.null
        do {
            try await eventually(within: Self.patience, "order \(channelOrder) is \(wanted)") {
                last = try await order(channelOrder)
                return (status == nil || last["order"]["order"]["status"].text == status)
                    && (stock == nil || last["stock"]["state"].text == stock)
                    && (parcel == nil || last["shipments"].list.first?["shipment"]["state"].text == parcel)
            }
        } catch {
            Issue.record("order \(channelOrder) is not \(wanted) but \(last)")
            throw error
        }
    }

    /// Waits until Ingestion has done a kind of work for the first time and will not do it again for long.
    func untilIdle(_ kind: String) async throws {
        try await eventually(within: Self.patience, "\(kind) has been done for the first time") {
            let soon = try await house.database.rows(
                "SELECT due_at < now() + interval '1 hour' FROM ingestion.work WHERE kind = \(kind)", as: Bool.self)
            return soon == [false]
        }
    }

    /// The level of the SKU.
    func level() async throws -> JSONValue {
        try await door.read("/v1/stock?search=\(Self.code)")["levels"].list.first ?? .null
    }
}

import Foundation
import PlatformKit
import TestKit

/// The sandbox's books: what buyers ordered, what stands on its shelves, what labels were bought. The truth.
struct Books: Sendable {
    /// An order as the channel has it.
    struct Order: Sendable {
        let id: String
        /// In our words.
        let status: String
        let isFulfilledByChannel: Bool
        /// Shipped under a label that we buy.
        let isOurLabel: Bool
        let isCancelRequested: Bool
        /// Its label may have been given back for another address.
        let hasMoved: Bool
    }

    /// A purchase as the carrier's partner has it.
    struct Label: Sendable {
        let id: String
        let status: String
        /// Our ids of parcel, in capitals, and attempt.
        let shipment: String
        let attempt: String

        /// Whether it was paid for, also where it was given back since.
        var wasBought: Bool { status != "ERROR" }
    }

    private(set) var orders: [Order] = []
    /// Units that the channel would still sell, by the seller's SKU.
    private(set) var available: [String: Int] = [:]
    private(set) var labels: [Label] = []
    /// What the sandbox finds wrong with its own shelves.
    private(set) var mismatches = 0

    /// Reads all books.
    static func read(_ shops: Shops) async throws -> Books {
        var books = Books()
        let sandbox = shops.site.sandbox
        for shop in shops.ids {
            books.orders += try await pages(sandbox, "/orders?shop=\(shop)", "orders").compactMap(order)
            for sku in try await sandbox.read("/stock?shop=\(shop)")["skus"].list {
                books.available[sku["seller_sku"].text ?? ""] = sku["total_available_quantity"].int ?? 0
            }
        }
        books.labels = try await pages(sandbox, "/labels", "labels").compactMap(label)
        books.mismatches = try await sandbox.read("/check")["mismatches"].list.count
        return books
    }

    /// The parcels that a label was ever bought for.
    var parcels: Set<String> { Set(labels.filter(\.wasBought).map(\.shipment)) }

    /// Parcels since then for which more than one label was bought, those that were given back included: who ends in
    /// peace buys nothing twice.
    ///
    /// - Parameter excused: Parcels whose address changed, which is a reason to buy again.
    func boughtAgain(since parcels: Set<String>, excused: Set<String> = []) -> [String] {
        let known = parcels.union(excused)
        return Dictionary(grouping: labels.filter { $0.wasBought && !known.contains($0.shipment) }, by: \.shipment)
            .filter { $0.value.count > 1 }
            .map { "for parcel \($0.key) \($0.value.count) labels were bought while everybody ended in peace" }
    }

    private static func pages(_ sandbox: Door, _ path: String, _ name: String) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        while true {
            let page = try await sandbox.read("\(path)\(path.contains("?") ? "&" : "?")after=\(all.count)&limit=1000")
            all += page[name].list
            if page[name].list.count < 1000 { return all }
        }
    }

    private static func order(_ json: JSONValue) -> Order? {
        guard let id = json["id"].text, let status = json["status"].text else { return nil }
        let words = status.lowercased().split(separator: "_")
        let ours = words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
        return Order(
            id: id, status: ours, isFulfilledByChannel: json["fulfilled_by_tiktok"].bool == true,
            isOurLabel: json["fulfilled_by_tiktok"].bool == false && json["shipping_type"].text == "SELLER",
            isCancelRequested: json["cancel_requested"].bool == true,
            hasMoved: json["address_changed"].bool == true)
    }

    private static func label(_ json: JSONValue) -> Label? {
        guard let id = json["id"].text, let status = json["status"].text,
            let mark = json["metadata"].text?.split(separator: "/"), mark.count == 3, mark[0] == "shop"
        else { return nil }
        return Label(id: id, status: status, shipment: mark[1].uppercased(), attempt: String(mark[2]))
    }
}

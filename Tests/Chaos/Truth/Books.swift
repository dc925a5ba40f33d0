import Foundation
import TestKit

/// The sandbox's books: what buyers ordered, what stands on its shelves, what labels were bought. The truth.
struct Books: Sendable {
    /// An order as the channel has it.
    struct Order: Sendable {
        let id: String
        /// In our words.
        let status: String
        let isFulfilledByChannel: Bool
        let isCancelRequested: Bool
    }

    /// A purchase as the carrier's partner has it.
    struct Label: Sendable {
        let id: String
        let status: String
        /// Our ids of parcel and attempt.
        let shipment: String
        let attempt: String
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
            id: id, status: ours, isFulfilledByChannel: json["fulfilled_by_tiktok"].isTrue,
            isCancelRequested: json["cancel_requested"].isTrue)
    }

    private static func label(_ json: JSONValue) -> Label? {
        guard let id = json["id"].text, let status = json["status"].text,
            let mark = json["metadata"].text?.split(separator: "/"), mark.count == 3, mark[0] == "shop"
        else { return nil }
        return Label(id: id, status: status, shipment: String(mark[1]), attempt: String(mark[2]))
    }
}

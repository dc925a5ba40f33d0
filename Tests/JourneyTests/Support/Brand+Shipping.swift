import Foundation
import Outbound
import Postgres
import TestKit
import Testing

/// What the owner of the brand does with parcels, and sees of them.
extension Brand {
    /// The first parcel of an order as `/v1/orders/{id}` shows it; null while there is none.
    func parcel(_ channelOrder: String) async throws -> JSONValue {
        try await order(channelOrder)["shipments"].list.first?["shipment"] ?? .null
    }

    /// Our id of the first parcel of an order.
    func shipmentID(_ channelOrder: String) async throws -> String {
        try #require(try await parcel(channelOrder)["shipment"].text)
    }

    /// Waits until the first parcel of an order is as it should be.
    func untilParcel(
        _ channelOrder: String, _ what: String, _ holds: @escaping @Sendable (JSONValue) -> Bool
    ) async throws {
        var last = JSONValue.null
        do {
            try await eventually(within: Self.patience, "the parcel of \(channelOrder) \(what)") {
                last = try await parcel(channelOrder)
                return holds(last)
            }
        } catch {
            Issue.record(
                "the parcel of \(channelOrder) is \(last), its log \(try await parcelEvents(of: channelOrder))")
            throw error
        }
    }

    /// Waits until a parcel waits for something, by its constant word.
    func untilWaiting(_ channelOrder: String, for word: String) async throws {
        try await untilParcel(channelOrder, "waits for \(word)") { $0["waitsFor"].text == word }
    }

    /// Does something with a parcel, such as `pause`; answers the parcel.
    func act(_ act: String, on channelOrder: String, _ body: String = "{}") async throws -> JSONValue {
        try await door.create("/v1/shipments/\(try await shipmentID(channelOrder))/\(act)", body)
    }

    /// Puts the brand's settings, and waits until Fulfillment has heard of them.
    func settle(isAutomationOn: Bool = true, confirmAboveUnits: Int? = nil) async throws {
        let limit = confirmAboveUnits.map { #""confirmAboveUnits": \#($0),"# } ?? ""
        let answer = try await door.send(
            .put, "/v1/settings",
            #"{"settings": {"zone": "UTC", "currency": "USD", "lowStockThreshold": 0, "safetyBuffer": 0, \#(limit) "#
                + #""isAutomationOn": \#(isAutomationOn), "channelTakesZero": true}}"#)
        try #require(answer.status == 200, "\(answer.body)")
        let version = try #require(answer.body["version"].int)
        try await eventually(within: Self.patience, "Fulfillment knows the settings") {
            let known = try await house.database.first("SELECT max(version) FROM fulfillment.settings", as: Int?.self)
            return (known ?? nil) == version
        }
    }

    /// What was done for an order, by constant words, as the log of actions tells it.
    func actions(about channelOrder: String) async throws -> Set<String> {
        let order = try await parcel(channelOrder)["order"].text
        let log = try await door.read("/v1/actions?limit=200")["actions"].list.map { $0["taken"] }
        return Set(log.filter { $0["subject"].text == order }.compactMap { $0["action"].text })
    }

    /// The labels in Shippo's books, newest first.
    func labels() async throws -> [JSONValue] {
        try await house.sandbox.read("/labels?limit=1000")["labels"].list
    }
}

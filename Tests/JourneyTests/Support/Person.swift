import Contracts
import Foundation
import TestKit
import Testing

/// A person whose income is scored, with their key and the link to the brand's shop.
struct Person: Sendable {
    let id: String
    let door: Door
    let link: String

    /// Adds a person as the brand, offers them the brand's shop, and takes it up as the person.
    static func add(by brand: Brand, named name: String = "Founder") async throws -> Person {
        try await add(by: brand, named: name, account: brand.shop, kind: "seller")
    }

    /// Adds a person as the brand, offers them one of its accounts, and takes it up as the person.
    static func add(by brand: Brand, named name: String, account: String, kind: String) async throws -> Person {
        let made = try await brand.door.create("/v1/subjects", #"{"name": "\#(name)"}"#)
        let id = try #require(made["subject"]["id"].text)
        let door = brand.house.gateway.with(key: try #require(made["key"]["secret"].text))
        let early = try await door.read("/v1/credit/score")
        #expect(early["obstacles"].list.first?["code"].text == "notScoredYet", "\(early)")
        let link = try await link(id, door, to: account, kind, by: brand)
        return Person(id: id, door: door, link: link)
    }

    /// Takes up one more of a brand's accounts.
    func take(_ account: String, _ kind: String, of brand: Brand) async throws {
        _ = try await Self.link(id, door, to: account, kind, by: brand)
    }

    private static func link(
        _ id: String, _ door: Door, to account: String, _ kind: String, by brand: Brand
    ) async throws -> String {
        let offer = try await brand.door.create(
            "/v1/subjects/\(id)/links", #"{"account": "\#(account)", "kind": "\#(kind)"}"#)
        let link = try #require(offer["link"].text)
        _ = try await door.create("/v1/credit/links/\(link)/accept")
        try await eventually(within: Brand.patience, "the account is known") {
            try await door.read("/v1/credit/score")["accounts"].list
                .contains { $0["account"].text == account && $0["isActive"].bool == true }
        }
        return link
    }

    func score() async throws -> JSONValue { try await door.read("/v1/credit/score") }

    /// Waits until so many orders count.
    func counts(_ orders: Int) async throws {
        var last = JSONValue.null
        let outcome = await outcome {
            try await eventually(within: Brand.patience, "\(orders) orders count") {
                last = try await score()
                return last["score"]["figures"]["orders"].int == orders
            }
        }
        if case .failure = outcome { Issue.record("not \(orders) orders but \(last)") }
        try outcome.get()
    }

    /// The data of the score that are marked as contested.
    func contests() async throws -> [String] {
        try await score()["score"]["data"].list.filter { $0["isDisputed"].bool == true }.compactMap { $0["name"].text }
    }

    func declare(_ documents: [String]) async throws {
        for document in documents {
            _ = try await door.create("/v1/credit/documents", #"{"market": "US", "document": "\#(document)"}"#)
        }
    }
}

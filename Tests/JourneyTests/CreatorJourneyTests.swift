import Foundation
import TestKit
import Testing

/// From a creator account that we may read to a score: real processes, broker, database and signatures.
@Suite(.serialized, .timeLimit(.minutes(15))) struct CreatorJourneyTests {
    @Test("a creator is scored by what they are credited; with a shop of their own nothing of it counts twice")
    func creatorThenHybrid() async throws {
        try await House.run(services: ["credit": ["SCORE_PAUSE": "500ms"]]) { house in
            let brand = try await Brand.open(in: house, past: 60)
            let books = try await house.sandbox.read("/settlements?shop=\(brand.sandboxShop)")["credited"].list
            let names = Dictionary(grouping: books) { $0["creator"].text ?? "" }
            let (name, credited) = try #require(names.max { $0.value.count < $1.value.count })
            let settled = credited.reduce(0) { $0 + ($1["settled_minor"].int ?? 0) }
            #expect(settled > 0)

            let account = try await grant(name, to: brand)
            let person = try await Person.add(by: brand, named: "Ana", account: account, kind: "creator")
            #expect(try await person.score()["obstacles"].list.first?["code"].text == "missingDocuments")
            try await person.declare(["identity"])
            try await eventually(within: Brand.patience, "what was credited counts") {
                try await person.commission() == settled
            }
            let score = try await person.score()
            #expect(score["accounts"].list.map { $0["kind"].text } == ["creator"])
            #expect(score["accounts"].list.first?["market"].text == "US")
            #expect((300...850).contains(score["score"]["scaled"].int ?? 0))
            let figures = score["score"]["figures"]
            #expect((figures["attributedOrders"].int ?? 0) > 0 && (figures["ratedProducts"].int ?? 0) > 0)
            #expect(figures["commissionRates"].list.count == figures["ratedProducts"].int)
            #expect(figures["payouts"] == .null, "no call that a creator may grant tells of payouts")

            try await person.take(brand.shop, "seller", of: brand)
            try await person.declare(["businessEntity", "employerIdentificationNumber"])
            let sales = try await house.sandbox.read("/sales?shop=\(brand.sandboxShop)")
            try await person.counts((sales["paid_orders"].int ?? 0) + (sales["orders"]["CANCELLED"].int ?? 0))
            let hybrid = try await person.score()
            #expect(hybrid["accounts"].list.allSatisfy { $0["obstacles"].list.isEmpty })
            #expect(try await person.commission() == 0, "the own shop's orders are its sales already")
        }
    }

    /// Lets our app that only reads see a creator account, as the creator does in a browser; answers our id of it.
    private func grant(_ creator: String, to brand: Brand) async throws -> String {
        let begun = try await brand.door.create(
            "/v1/connections/begin", #"{"app": "credit", "holder": "creator"}"#)
        let address = try #require(begun["address"].text.flatMap { URLComponents(string: $0) })
        let state = try #require(address.queryItems?.first { $0.name == "state" }?.value)
        let agreed = try await brand.house.sandbox.create(
            "/authorizations", #"{"app": "credit", "creator": "\#(creator)", "state": "\#(state)"}"#)
        let back = try await brand.house.gateway.get(try #require(agreed["redirect"].text))
        #expect(back.status == 302, "\(back.status) \(back.body)")
        let grants = try await brand.door.read("/v1/read-grants")["readGrants"].list
        return try #require(grants.first { $0["holder"].text == "creator" }?["account"].text)
    }
}

extension Person {
    /// What was settled of what they are credited, in minor units.
    fileprivate func commission() async throws -> Int? {
        try await score()["score"]["figures"]["commission"]["minorUnits"].int
    }
}

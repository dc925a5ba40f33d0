import Contracts
import Foundation
import Outbound
import Postgres
import TestKit
import Testing

/// From a connected shop to a score that a lender reads: real processes, broker, database and signatures.
@Suite(.serialized, .timeLimit(.minutes(15))) struct CreditJourneyTests {
    /// What comes within half a second makes one score.
    private static let soon = ["credit": ["SCORE_PAUSE": "500ms"]]

    @Test("a shop is connected and sells, its owner is scored with reasons, and a lender reads by consent alone")
    func scored() async throws {
        try await House.run(services: Self.soon) { house in
            let brand = try await Brand.open(in: house, units: 20)
            let person = try await Person.add(by: brand)
            #expect(try await person.score()["obstacles"].list.first?["code"].text == "missingDocuments")
            try await person.declare(["businessEntity", "employerIdentificationNumber"])
            // 2 × 24.90, and 1 × 24.90 less what the sandbox's seller takes off.
            for units in [2, 1] { _ = try await brand.sell(units) }
            try await eventually(within: Brand.patience, "both orders count") {
                try await person.score()["score"]["figures"]["orders"].int == 2
            }
            let score = try await person.score()["score"]
            #expect((300...850).contains(score["scaled"].int ?? 0) && score["figures"]["items"].int == 3)
            #expect(score["figures"]["periodDays"].int == 90 && score["window"]["until"].text == score["asOf"].text)
            let platforms = try await person.door.read("/v1/credit/platforms")["platforms"].list
            #expect(platforms.filter { ($0["connected"].int ?? 0) > 0 }.map { $0["name"].text } == ["tiktokShop"])
            #expect((1...4).contains(score["reasons"].list.count))
            #expect(score["reasons"].list.allSatisfy { $0["sentence"].text?.isEmpty == false })
            #expect(try await person.door.read("/v1/credit/history")["scores"].list.count == 1)

            try await checkSimulation(person, score)
            try await checkDispute(brand, person)
            try await checkLender(house, brand, person)
            try await checkEnd(house, brand, person)
        }
    }

    @Test("the 90 days before a link count, told to the person's score alone, and a second link asks for them again")
    func past() async throws {
        try await House.run(services: Self.soon) { house in
            let brand = try await Brand.open(in: house, past: 60)
            let books = try await house.sandbox.read("/sales?shop=\(brand.sandboxShop)")
            // Those that were cancelled had been paid, too (metric 1).
            let paid = (books["paid_orders"].int ?? 0) + (books["orders"]["CANCELLED"].int ?? 0)
            #expect(paid > 50)
            try await eventually(within: Brand.patience, "the past is read") {
                try await house.database.first(
                    "SELECT count(*) FROM ingestion.orders WHERE version > 0", as: Int.self) == 60
            }
            let heard = try await heardByOthers(house)
            let person = try await Person.add(by: brand)
            try await person.declare(["businessEntity", "employerIdentificationNumber"])
            try await person.counts(paid)
            let score = try await person.score()["score"]
            #expect(score["confidence"]["coverage"].text == "1", "all 90 days: \(score["confidence"])")
            #expect(score["confidence"]["level"].text == "high", "read, fresh and whole: \(score["confidence"])")
            #expect(score["figures"]["months"].list.allSatisfy { ($0["orders"].int ?? 0) > 0 })
            #expect((1...4).contains(score["reasons"].list.count))
            #expect(try await heardByOthers(house) == heard, "nobody else is told once more")

            _ = try await person.door.create("/v1/credit/links/\(person.link)/end")
            try await eventually(within: Brand.patience, "nothing of the shop counts") {
                try await person.score()["obstacles"].list.first?["code"].text == "noActiveShop"
            }
            let other = try await Person.add(by: brand, named: "Heir")
            try await other.declare(["businessEntity", "employerIdentificationNumber"])
            try await other.counts(paid)
        }
    }

    /// How many messages about orders were sent that others hear.
    private func heardByOthers(_ house: House) async throws -> Int? {
        try await house.database.first(
            """
            SELECT count(DISTINCT id) FROM (
                SELECT id, type FROM ingestion.outbox UNION ALL SELECT id, type FROM ingestion.told) AS sent
            WHERE type IN ('shop.order.changed.v1', 'shop.return.changed.v1')
            """, as: Int.self)
    }

    private func checkSimulation(_ person: Person, _ score: JSONValue) async throws {
        let wish = #"{"changes": [{"what": "shopRating", "value": "5"}]}"#
        let both = try await person.door.create("/v1/credit/simulate", wish)
        #expect(both["now"]["raw"].text == score["raw"].text)
        #expect(both["assumed"]["confidence"]["isEstimated"].bool == true, "never called actual")
        let wrong = try await person.door.post(
            "/v1/credit/simulate", #"{"changes": [{"what": "returnRate", "value": "1.5"}]}"#)
        #expect(wrong.status == 400 && wrong["code"].text == "outOfRange", "\(wrong.body)")
    }

    /// Contested once at a time; marked as long as it is contested, and no longer.
    private func checkDispute(_ brand: Brand, _ person: Person) async throws {
        let wish = #"{"account": "\#(brand.shop)", "datum": "returns", "words": "Not my shop's."}"#
        let dispute = try await person.door.create("/v1/credit/disputes", wish)
        let again = try await person.door.post("/v1/credit/disputes", wish)
        #expect(again.status == 409 && again["code"].text == "disputedAlready", "\(again.body)")
        try await eventually(within: Brand.patience, "the datum is marked") {
            try await person.contests() == ["returns"]
        }
        let id = try #require(dispute["dispute"].text)
        _ = try await person.door.create("/v1/credit/disputes/\(id)/withdraw")
        try await eventually(within: Brand.patience, "the mark is gone") { try await person.contests().isEmpty }
    }

    /// Refused without a consent, allowed with one, written down, and refused again.
    private func checkLender(_ house: House, _ brand: Brand, _ person: Person) async throws {
        let added = try await house.shopos("lender", "add", "First Bank", "--json")
        let lender = try #require(added.json["new"]["lender"]["id"].text, "\(added.text)")
        let bank = house.gateway.with(key: try #require(added.json["new"]["key"]["secret"].text))
        #expect(try await bank.get("/v1/credit/score")["code"].text == "consentNeeded")
        #expect(try await bank.get("/v1/orders").status == 403, "its key reads scores and nothing else")

        let until = Instant(Date(timeIntervalSinceNow: 86_400))
        func wish(_ lender: String) -> String {
            #"{"lender": "\#(lender)", "purpose": "Working capital", "until": "\#(until)"}"#
        }
        let nobody = try await person.door.post("/v1/credit/consents", wish(TenantID.mint().description))
        #expect(nobody.status == 400 && nobody["code"].text == "unknownLender", "\(nobody.body)")
        var consent = JSONValue.null
        try await eventually(within: Brand.patience, "the lender is known") {
            let given = try await person.door.post("/v1/credit/consents", wish(lender))
            consent = given.body
            return given.status == 201
        }
        let id = try #require(consent["consent"].text)
        #expect(consent["lenderName"].text == "First Bank")
        let read = try await bank.read("/v1/credit/score?consent=\(id)")
        #expect(read["score"]["scaled"].int != nil && read["accounts"].list.isEmpty)
        #expect(!read["score"]["data"].list.contains { $0["account"].text == brand.shop }, "a name in its place")
        let log = try await person.door.read("/v1/credit/reads")["reads"].list
        #expect(log.map { $0["lenderName"].text } == ["First Bank"])
        #expect(log.map { $0["lender"].text } == [lender] && log[0]["scaled"].int == read["score"]["scaled"].int)
        try await checkProof(house, person, at: try #require(log[0]["at"].text), read["score"])

        _ = try await person.door.create("/v1/credit/consents/\(id)/revoke")
        let refused = try await bank.get("/v1/credit/score?consent=\(id)")
        #expect(refused.status == 403 && refused["code"].text == "consentEnded", "\(refused.body)")
        #expect(try await person.door.read("/v1/credit/reads")["reads"].list.count == 1)
    }

    /// What the lender read is made again by an operator, who looks at a paper as well and leaves a receipt.
    private func checkProof(_ house: House, _ person: Person, at time: String, _ score: JSONValue) async throws {
        let replay = try await house.shopos("credit", "replay", person.id, time, "--json")
        #expect(replay.status == 0 && replay.json["replay"]["verdict"].text == "same", "\(replay.text)")
        #expect(replay.json["replay"]["told"]["raw"].text == score["raw"].text)
        let nothing = try await house.shopos("credit", "replay", person.id, "2020-01-01T00:00:00Z")
        #expect(nothing.status == 69, "\(nothing.text)")

        let paper = try await house.shopos("credit", "document", person.id, "businessEntity", "verified", "--json")
        #expect(paper.status == 0, "\(paper.text)")
        try await eventually(within: Brand.patience, "the score tells that the paper was verified") {
            try await person.score()["documents"].list.map { $0["state"].text } == ["verified", "declared"]
        }
        try await eventually(within: Brand.patience, "the person's log has the receipt") {
            try await person.door.read("/v1/actions")["actions"].list
                .contains { $0["taken"]["action"].text == "documentVerified" }
        }
    }

    /// Everybody scored anew by an operator; then the person ends it all.
    private func checkEnd(_ house: House, _ brand: Brand, _ person: Person) async throws {
        let anew = try await house.shopos("credit", "recompute", "--json")
        #expect(anew.status == 0 && anew.json["scored"].int == 1, "\(anew.text)")
        let gone = try await person.door.send(.delete, "/v1/credit")
        #expect(gone.status == 200 && gone["orders"].int == 2, "\(gone.body)")
        #expect((gone["scores"].int ?? 0) > 0, "\(gone.body)")
        #expect(try await person.door.read("/v1/credit/history")["scores"].list.isEmpty)
        _ = try await person.door.create("/v1/credit/links/\(person.link)/end")
        try await eventually(within: Brand.patience, "nothing of the shop counts") {
            try await person.score()["obstacles"].list.first?["code"].text == "noActiveShop"
        }
    }
}

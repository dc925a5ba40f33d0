import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Accounts

@Suite(.timeLimit(.minutes(3)))
struct ActionTests {
    private static let start = Instant(milliseconds: Instant(Date()).milliseconds - 3_600_000)

    private func taken(_ number: Int) -> ActionTaken {
        ActionTaken(
            action: number.isMultiple(of: 2) ? "labelBought" : "stockPushed", subject: "\(number)",
            sentence: "It was done.", actor: "automation",
            at: Instant(milliseconds: Self.start.milliseconds + Int64(number / 3) * 1000))
    }

    /// Publishes actions as another service would.
    private func tell(_ actions: [ActionTaken], of tenant: TenantID, _ world: AccountsWorld) async throws {
        try await world.messaging.transact { transaction in
            try transaction.publish(actions.map { Draft($0, tenant: tenant) })
        }
    }

    @Test("the log is read page by page, newest first, without gaps or repeats")
    func logReadPage() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            try await tell((0..<25).map(taken), of: agency.tenant, world)
            let isOurs = ActionList(
                from: Self.start, until: Instant(milliseconds: Self.start.milliseconds + 60_000), limit: 200)
            try await eventually("all are logged") { try await world.ask(isOurs, as: agency).actions.count == 25 }
            var pages: [[ActionRecord]] = []
            var question = isOurs
            question.limit = 10
            repeat {
                let page = try await world.ask(question, as: agency)
                pages.append(page.actions)
                question.cursor = page.next
            } while question.cursor != nil && pages.count < 10
            #expect(pages.map(\.count) == [10, 10, 5])
            let all = pages.flatMap(\.self)
            #expect(Set(all.map(\.taken.subject)) == Set((0..<25).map(String.init)))
            #expect(all.map(\.taken.at) == all.map(\.taken.at).sorted(by: >))
            question = ActionList(action: "labelBought", from: Self.start, limit: 200)
            #expect(try await world.ask(question, as: agency).actions.count == 13, "0, 2 … 24")
        }
    }

    @Test("an agency reads the logs of its brands in one list, a brand its own alone")
    func agencyReadsLogs() async throws {
        try await AccountsWorld.run { world in
            var agency = try await world.agency("North")
            let a = try await world.ask(TenantCreate(name: "a"), as: agency).id
            agency = try await world.again(agency)
            let brand = try await world.key(of: a, from: agency)
            let stranger = try await world.agency("South")
            try await tell([taken(1)], of: a, world)
            try await tell([taken(3)], of: agency.tenant, world)
            try await tell([taken(5)], of: stranger.tenant, world)
            let pushed = ActionList(action: "stockPushed")
            try await eventually("both are there") {
                try await world.ask(pushed, as: agency).actions.map(\.taken.subject) == ["3", "1"]
            }
            #expect(try await world.ask(pushed, as: brand).actions.map(\.taken.subject) == ["1"])
            #expect(try await world.ask(ActionList(tenant: a, action: "stockPushed"), as: agency).actions.count == 1)
            #expect(await world.refusal(ActionList(tenant: agency.tenant), as: brand)?.field == "/tenant")
        }
    }

    @Test("a message that comes twice is one line, and one that cannot be logged is a failure with its reason")
    func messageComesTwice()
        async throws
    {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let message = Draft(taken(1), tenant: agency.tenant)
            for _ in 1...2 {
                try await world.messaging.transact { try $0.publish([message]) }
                try await eventually("it is sent") {
                    try await world.database.first("SELECT count(*) FROM outbox", as: Int.self) == 0
                }
            }
            var old = taken(3)
            old.at = Instant(milliseconds: 0)
            try await tell([old], of: agency.tenant, world)
            try await eventually("the old one is a failure") {
                try await Messaging.failures(in: world.database).map(\.cause) == ["an action that cannot be logged"]
            }
            let pushed = ActionList(action: "stockPushed")
            #expect(try await world.ask(pushed, as: agency).actions.count == 1)
        }
    }

    @Test("the log says which settings were changed, and nothing of an address")
    func logSaysSettings() {
        let old = TenantSettings(confirmAboveUnits: 5)
        let home = ParcelDefaults.ShipFrom(
            name: "North", lines: ["1 Dock Rd"], city: "Austin", postalCode: "78701", country: "US")
        let new = TenantSettings(zone: "Europe/Berlin", safetyBuffer: 2, parcel: ParcelDefaults(shipFrom: home))
        #expect(
            SettingsRules.words(new, since: old)
                == "zone UTC → Europe/Berlin, safetyBuffer 0 → 2, confirmAboveUnits 5 → none, parcel")
    }

    @Test("page sizes and cursors from somewhere else are refused by name")
    func pageSizesCursors() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            for limit in [0, -1, 201, 1_000_000_000] {
                #expect(await world.refusal(ActionList(limit: limit), as: agency)?.field == "/limit")
            }
            for cursor in [
                "", "x", "order1.abc.\(UUID.v7().text)", "action1.-1.\(UUID.v7().text)", "action1.zzzzzzzzzzzz.x",
            ] {
                #expect(await world.refusal(ActionList(cursor: cursor), as: agency)?.field == "/cursor")
            }
        }
    }

    @Test("what people do here is in the log, under the key that did it")
    func peopleHereLog() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let key = try await world.key(of: agency.tenant, from: agency)
            _ = try await world.ask(KeyRevoke(key: key.verified.key), as: agency)
            let settings = TenantSettings(isAutomationOn: false)
            _ = try await world.ask(SettingsChange(tenant: agency.tenant, settings: settings), as: agency)
            let lines = try await world.ask(ActionList(), as: agency).actions.map(\.taken)
            #expect(lines.map(\.action) == ["settingsChanged", "keyRevoked", "keyCreated", "keyCreated"])
            let actors = [agency.verified.actor, agency.verified.actor, agency.verified.actor, "bootstrap"]
            #expect(lines.map(\.actor) == actors)
            #expect(lines.first?.sentence == "The settings were changed: isAutomationOn true → false.")
        }
    }
}

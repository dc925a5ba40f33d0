import Contracts
import Foundation
import Messaging
import TestKit
import Testing

@testable import Accounts

@Suite(.timeLimit(.minutes(3)))
struct TenantTests {
    @Test("an agency adds a brand, whose first settings everybody is told")
    func agencyAddsBrand() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let settings = TenantSettings(zone: "Europe/Berlin", currency: "EUR", confirmAboveMinor: 100_00)
            let brand = try await world.ask(TenantCreate(name: "Acme", settings: settings), as: agency)
            #expect(brand.agency == agency.tenant)
            #expect(brand.kind == .brand)
            let events = try await world.events(SettingsChanged.self, from: "test.settings", count: 2)
            #expect(events.map(\.version) == [1, 1], "the agency's and the brand's")
            #expect(events.last?.zone == "Europe/Berlin")
            #expect(events.last?.currency == .eur)
            #expect(events.last?.confirmAboveMinor == 100_00)
            let owner = try await world.again(agency)
            #expect(try await world.ask(TenantList(), as: owner).map(\.name) == ["North", "Acme"])
            #expect(try await world.ask(SettingsGet(tenant: brand.id), as: owner).settings == settings)
        }
    }

    @Test("under an idempotency key one brand comes of two questions")
    func underIdempotencyKey() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let first = try await world.ask(TenantCreate(name: "Acme"), as: agency, idempotencyKey: "k")
            let second = try await world.ask(TenantCreate(name: "Acme"), as: agency, idempotencyKey: "k")
            #expect(first == second)
            #expect(try await world.ask(TenantList(), as: try await world.again(agency)).count == 2)
        }
    }

    @Test("a brand adds no brands, and sees neither its agency nor its sisters")
    func brandAddsNo() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let a = try await world.ask(TenantCreate(name: "a"), as: agency)
            let b = try await world.ask(TenantCreate(name: "b"), as: try await world.again(agency))
            let brand = try await world.key(of: a.id, from: try await world.again(agency))
            #expect(await world.refusal(TenantCreate(name: "c"), as: brand)?.code == "notAnAgency")
            for (name, code) in [
                ("\u{200B}\u{200D}", "blank"), ("Brand \u{202E}B", "controlCharacter"),
                ("a\u{1B}[2J", "controlCharacter"),
            ] {
                let refusal = await world.refusal(TenantCreate(name: name), as: agency)
                #expect(refusal?.code == code && refusal?.field == "/name", "\(name.unicodeScalars.map(\.value))")
            }
            #expect(try await world.ask(TenantList(), as: brand).map(\.id) == [a.id])
            #expect(await world.refusal(SettingsGet(tenant: b.id), as: brand)?.kind == .notFound)
            #expect(await world.refusal(SettingsGet(tenant: agency.tenant), as: brand)?.kind == .notFound)
        }
    }

    @Test("a change of settings is a new version that everybody is told; the same again is none")
    func changeSettingsNew() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            var wanted = TenantSettings(zone: "America/New_York", lowStockThreshold: 3, isAutomationOn: false)
            let changed = try await world.ask(
                SettingsChange(tenant: agency.tenant, ifVersion: 1, settings: wanted), as: agency)
            #expect(changed == VersionedSettings(tenant: agency.tenant, version: 2, settings: wanted))
            #expect(
                try await world.ask(SettingsChange(tenant: agency.tenant, settings: wanted), as: agency).version == 2)
            wanted.safetyBuffer = 1
            let late = SettingsChange(tenant: agency.tenant, ifVersion: 1, settings: wanted)
            #expect(await world.refusal(late, as: agency)?.code == "versionChanged")
            let events = try await world.events(SettingsChanged.self, from: "test.settings", count: 2)
            #expect(events.map(\.version) == [1, 2])
            #expect(events[1].zone == "America/New_York")
            #expect(events[1].isAutomationOn == false)
        }
    }

    @Test("changes at once are versions one after the other")
    func changesOnceVersions() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let versions = try await withThrowingTaskGroup(of: Int.self) { group in
                for threshold in 100..<110 {
                    let change = SettingsChange(
                        tenant: agency.tenant, settings: TenantSettings(lowStockThreshold: threshold))
                    group.addTask { try await world.ask(change, as: agency).version }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(versions.sorted() == Array(2...11))
        }
    }

    private func parcel(
        shipFrom: ParcelDefaults.ShipFrom? = nil, weightGrams: Int? = nil, dimensionsMillimetres: [Int]? = nil
    ) -> TenantSettings {
        TenantSettings(
            parcel: ParcelDefaults(
                shipFrom: shipFrom, weightGrams: weightGrams, dimensionsMillimetres: dimensionsMillimetres))
    }

    private func sender(_ change: (inout ParcelDefaults.ShipFrom) -> Void = { _ in }) -> ParcelDefaults.ShipFrom {
        var sender = ParcelDefaults.ShipFrom(
            name: "Demo", lines: ["1 Dock Street"], city: "Austin", state: "TX", postalCode: "78701", country: "US")
        change(&sender)
        return sender
    }

    @Test("what is said of parcels is kept, and told to all")
    func saidParcelsKept() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let settings = parcel(shipFrom: sender(), weightGrams: 400, dimensionsMillimetres: [200, 100, 90])
            let kept = try await world.ask(SettingsChange(tenant: agency.tenant, settings: settings), as: agency)
            #expect(kept.settings == settings)
            let read = try await world.ask(SettingsGet(tenant: agency.tenant), as: agency)
            #expect(read.settings.parcel == settings.parcel)
        }
    }

    @Test("what is wrong with settings is named by its field")
    func wrongSettingsNamed() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let wrong: [(TenantSettings, String)] = [
                (TenantSettings(zone: "GMT+5"), "/settings/zone"),
                (TenantSettings(currency: "usd"), "/settings/currency"),
                (TenantSettings(lowStockThreshold: -1), "/settings/lowStockThreshold"),
                (TenantSettings(safetyBuffer: 1_000_001), "/settings/safetyBuffer"),
                (TenantSettings(confirmAboveMinor: -1), "/settings/confirmAboveMinor"),
                (TenantSettings(confirmAboveUnits: .max), "/settings/confirmAboveUnits"),
                (parcel(weightGrams: 0, dimensionsMillimetres: [1, 1, 1]), "/settings/parcel/weightGrams"),
                (parcel(weightGrams: 1, dimensionsMillimetres: [1, 1]), "/settings/parcel/dimensionsMillimetres"),
                (parcel(weightGrams: 1), "/settings/parcel"),
                (parcel(shipFrom: sender { $0.lines = [] }), "/settings/parcel/shipFrom/lines"),
                (parcel(shipFrom: sender { $0.city = " " }), "/settings/parcel/shipFrom/city"),
                (parcel(shipFrom: sender { $0.country = "USA" }), "/settings/parcel/shipFrom/country"),
            ]
            for (settings, field) in wrong {
                let change = SettingsChange(tenant: agency.tenant, settings: settings)
                #expect(await world.refusal(change, as: agency)?.field == field)
                #expect(await world.refusal(TenantCreate(name: "a", settings: settings), as: agency)?.field == field)
            }
        }
    }
}

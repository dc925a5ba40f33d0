import ArgumentParser
import Contracts
import Foundation
import Testing

@testable import Shopos

/// The commands that `shopos check` prints.
struct RepairTests {
    private let tenant = TenantID(UUID.v7())
    private let order = OrderID.mint().description

    private func fact(_ version: Int, _ state: String, handedOver: Int = 0) -> FactBook {
        FactBook([
            KnownFact(
                tenant: tenant, key: order,
                figures: ["version": version, "handedOver": handedOver, "pending": 1],
                words: ["state": state, "status": "awaitingShipment", "isOurs": "true"])
        ])
    }

    /// One of each sort.
    private var differences: [Difference] {
        let level = KnownFact(
            tenant: tenant, key: "s/l", figures: ["onHand": 1], words: ["code": "Tom's mug, blue"])
        let label = KnownFact(tenant: tenant, key: "p1", words: ["order": order])
        let sold = KnownFact(tenant: tenant, key: "p2", words: ["shipment": "s"])
        let offer = FactBook([KnownFact(tenant: tenant, key: "a/b/c", figures: ["limit": 9])])
        let shown = FactBook([KnownFact(tenant: tenant, key: "a/b/c", figures: ["available": 2])])
        return Check.orders(fact(3, "reserved"), stock: fact(2, "reserved"))
            + Check.orders(fact(3, "reserved"), stock: fact(4, "reserved"))
            + Check.orders(fact(3, "reserved"), stock: fact(3, "released"))
            + Check.orders(fact(3, "reserved", handedOver: 2), stock: fact(3, "reserved", handedOver: 1))
            + Check.orders(fact(3, "reserved", handedOver: 1), stock: fact(3, "reserved", handedOver: 2))
            + Check.orders(FactBook([]), stock: fact(3, "reserved")) + Check.ledger([level])
            + Check.parcels(
                FactBook([KnownFact(tenant: tenant, key: order, words: ["waitsFor": "stock"])]),
                orders: FactBook([]), stock: fact(3, "reserved"))
            + Check.labels([label], purchases: [sold]) + Check.channels(offers: offer, shown: shown)
    }

    @Test("every one is a command that there is, with words as a shell reads them")
    func parse() throws {
        #expect(Set(differences.map(\.rule)) == Set(Difference.Rule.allCases))
        for difference in differences {
            let shell = Process()
            let output = Pipe()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", "for word in \(difference.repair); do printf '%s\\n' \"$word\"; done"]
            shell.standardOutput = output
            try shell.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            shell.waitUntilExit()
            let words = text.split(separator: "\n").map(String.init)
            #expect(words.first == "shopos")
            #expect(throws: Never.self, "\(difference.repair)") {
                _ = try App.parseAsRoot(Array(words.dropFirst()))
            }
        }
    }

    @Test("what can be decided anew is repaired; where a person has to look, the order's journey is shown")
    func which() {
        let anew = "shopos repair order \(order)"
        #expect(Check.orders(fact(3, "reserved"), stock: fact(4, "reserved")).map(\.repair) == [anew])
        #expect(Check.orders(fact(3, "reserved"), stock: fact(3, "released")).map(\.repair) == [anew])
        let less = Check.orders(fact(3, "", handedOver: 2), stock: fact(3, "reserved", handedOver: 1))
        #expect(less.map(\.repair) == [anew])
        let more = Check.orders(fact(3, "", handedOver: 1), stock: fact(3, "reserved", handedOver: 2))
        #expect(more.map(\.repair) == ["shopos trace \(order)"])
    }

    @Test("words are quoted where a shell would read them otherwise")
    func quoting() {
        #expect(ShellWord.quoted("MAT-1") == "MAT-1")
        #expect(ShellWord.quoted("Tom's mug") == "'Tom'\\''s mug'")
        #expect(
            ShellWord.quoted("") == "''" && ShellWord.quoted("$(x)") == "'$(x)'" && ShellWord.quoted("-x") == "'-x'")
        #expect(ShellWord.operand("-12") == "-- '-12'" && ShellWord.operand("12-") == "12-")
        // U+202E turns the direction of writing; in UTF-8 it is E2 80 AE, in octal digits 342 200 256.
        #expect(ShellWord.quoted("a\u{202E}1'\\\tb") == #"$'a\342\200\2561\'\\\011b'"#)
    }

    @Test("a check that goes on is unready while something differs or is unknown")
    func complaint() {
        let at = Instant(milliseconds: 1)
        #expect(CheckReport(rules: [], differences: [], at: at).complaint == nil)
        let first = CheckReport(rules: [], differences: differences, at: at).complaint
        #expect(first?.hasPrefix("\(differences.count) differ, the first: orderStock \(order)") == true)
        let scope = CheckReport.Scope(rule: .ledger, compared: 0, differences: 0, trouble: "no answer.")
        #expect(CheckReport(rules: [scope], differences: [], at: at).complaint == "ledger: no answer.")
        let missed = MissedFacts(tenant: .platform, subject: "shop-1", reason: "it is not granted")
        let unread = CheckReport.Scope(
            rule: .channelStock, compared: 3, differences: 0, trouble: nil, missed: [missed])
        #expect(
            CheckReport(rules: [unread], differences: [], at: at).complaint
                == "channelStock: 1 could not be read, the first: shop-1: it is not granted")
    }
}

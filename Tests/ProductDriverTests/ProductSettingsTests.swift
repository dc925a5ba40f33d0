import Foundation
import PlatformKit
import Testing

@testable import ProductDriver

@Suite("Settings of a run")
struct ProductSettingsTests {
    private static let told = [
        "FORM": "flow", "TEST_SERVERS": "/s", "TEST_MANAGEMENT_URL": "http://m", "BENCH_FOLDER": "/f",
        "BENCH_LAST": "/l", "BENCH_PSQL": "/p",
    ]

    @Test(
        "a setting that cannot be used is named",
        arguments: [
            ("FORM", "flaw"), ("SIZE", "9"), ("ROUNDS", "many"), ("CLAIMS", "luck"), ("CLAIMS", "first-come"),
            ("SCARCE", "1"),
        ])
    func wrong(name: String, text: String) {
        #expect(throws: Never.self) { try ProductSettings(Self.told) }
        #expect { try ProductSettings(Self.told.merging([name: text]) { $1 }) } throws: { "\($0)".hasPrefix(name) }
    }

    @Test("the short form has one round, the full one its own number, and each is kept under a name of its own")
    func forms() throws {
        let short = try ProductSettings(Self.told)
        #expect(short.rounds == 1 && short.name == "flow short" && short.size == nil)
        let full = try ProductSettings(Self.told.merging(["FULL": "1"]) { $1 })
        #expect(full.rounds == Form.flow.fullRounds && full.name == "flow full")
        let other = try ProductSettings(Self.told.merging(["FULL": "1", "ROUNDS": "2", "SIZE": "50"]) { $1 })
        #expect(other.rounds == 2 && other.name == "flow full of 50")
    }

    @Test("whatever makes other orders of it is part of the name")
    func names() throws {
        func name(_ told: [String: String]) throws -> String {
            try ProductSettings(Self.told.merging(told) { $1 }).name
        }
        #expect(try name(["SEED": "1", "SKEW": "0.3", "SHIPPING": "TIKTOK"]) == "flow short")
        let told = ["SEED": "7", "SKEW": "0", "SHIPPING": "SELLER"]
        #expect(try name(told) == "flow short shipping SELLER seed 7 skew 0.0")
        #expect(try name(["FORM": "growth", "SCARCE": "1"]) == "growth short scarce")
    }

    @Test("a form that has one round takes no other number", arguments: ["push", "reads", "growth"])
    func single(form: String) {
        let told = Self.told.merging(["FORM": form, "ROUNDS": "2"]) { $1 }
        #expect { try ProductSettings(told) } throws: { "\($0)".hasPrefix("ROUNDS") }
    }

    @Test("a form whose size is given by a limit or by time takes no other", arguments: ["push", "http"])
    func sized(form: String) {
        let told = Self.told.merging(["FORM": form, "SIZE": "50"]) { $1 }
        #expect { try ProductSettings(told) } throws: { "\($0)".hasPrefix("SIZE") }
    }

    @Test("another order of claims is for fairness alone, and what it gives is kept under a name of its own")
    func claims() throws {
        let told = Self.told.merging(["FORM": "fairness"]) { $1 }
        #expect(try ProductSettings(told).name == "fairness short")
        let other = try ProductSettings(told.merging(["CLAIMS": "first-come"]) { $1 })
        #expect(other.claims == .firstCome && other.name == "fairness short first-come")
    }
}

import Foundation
import Logging
import ServiceKit
import Testing

@Suite("Settings")
struct SettingsTests {
    enum Colour: String, CaseIterable, SettingValue { case red, green }

    struct Config: ServiceConfig {
        let url: URL = setting("SHOP_URL", "where the shop is")
        let password: Secret = setting("SHOP_PASSWORD", "the shop's password", default: Secret("none"))
        let batch: Int = setting("BATCH_SIZE", "messages decided together", default: 200, in: 1...1000)
        let share: Double = setting("SHARE", "part of the stock", default: 0.5)
        let isOn: Bool = setting("SWITCH", "whether it is on", default: true)
        let wait: Duration = setting("WAIT", "time between tries", default: .seconds(5), in: .zero ... .seconds(3600))
        let level: Logger.Level = setting("LEVEL", "level", default: .info)
        let colours: [Colour] = setting("COLOURS", "allowed colours", default: [.red])
        let note: String? = setting("NOTE", "anything", default: nil)
    }

    static let url = "https://shop.example/"

    func failure(_ values: [String: String]) throws -> String {
        let error = #expect(throws: ConfigurationError.self) { try Settings(values).read(Config.self) }
        return try #require(error).sentence
    }

    @Test("values are read in their own types")
    func types() throws {
        let config = try Settings([
            "SHOP_URL": Self.url, "SHOP_PASSWORD": "hunter2", "BATCH_SIZE": "7", "SHARE": "0.25", "SWITCH": "false",
            "WAIT": "2m", "LEVEL": "debug", "COLOURS": "red, green", "NOTE": "here",
        ]).read(Config.self)
        #expect(config.url.host() == "shop.example")
        #expect(config.password.reveal() == "hunter2")
        #expect(config.batch == 7)
        #expect(config.share == 0.25)
        #expect(config.isOn == false)
        #expect(config.wait == .seconds(120))
        #expect(config.level == .debug)
        #expect(config.colours == [.red, .green])
        #expect(config.note == "here")
    }

    @Test("what is not given, or given empty, is the default")
    func defaults() throws {
        let config = try Settings(["SHOP_URL": Self.url, "BATCH_SIZE": ""]).read(Config.self)
        #expect(config.batch == 200)
        #expect(config.wait == .seconds(5))
        #expect(config.note == nil)
        #expect(config.password.reveal() == "none")
    }

    @Test("a missing value gives a sentence with key, meaning and form")
    func missing() throws {
        #expect(
            try failure([:])
                == "SHOP_URL is not set: it is where the shop is, and must be a URL with scheme and host.")
    }

    @Test("a missing secret says that it may come from a file")
    func missingSecret() throws {
        struct Config: ServiceConfig {
            let key: Secret = setting("API_KEY", "the partner's key")
        }
        let error = #expect(throws: ConfigurationError.self) { try Settings([:]).read(Config.self) }
        #expect(try #require(error).sentence.contains("API_KEY_FILE"))
    }

    @Test(
        "a wrong value gives a sentence with key, form and what was found",
        arguments: [
            ("BATCH_SIZE", "many", "BATCH_SIZE must be a whole number from 1 to 1000, not \"many\"."),
            ("BATCH_SIZE", "1001", "BATCH_SIZE must be a whole number from 1 to 1000, not \"1001\"."),
            ("SWITCH", "yes", "SWITCH must be true or false, not \"yes\"."),
            ("SHARE", "nan", "SHARE must be a number, not \"nan\"."),
            ("WAIT", "5", "WAIT must be a duration (250ms, 5s, 2m, 1h, 14d) from 0s to 1h, not \"5\"."),
            ("WAIT", "2h", "WAIT must be a duration (250ms, 5s, 2m, 1h, 14d) from 0s to 1h, not \"2h\"."),
            (
                "COLOURS", "red,blue",
                "COLOURS must be a list, separated by commas, of which each is one of red, green, not \"red,blue\"."
            ),
            ("SHOP_URL", "shop", "SHOP_URL must be a URL with scheme and host, not \"shop\"."),
        ])
    func wrong(key: String, value: String, sentence: String) throws {
        #expect(try failure(["SHOP_URL": Self.url].merging([key: value]) { $1 }) == sentence)
    }

    @Test("a long or broken value is cut and escaped, so that the sentence stays one line")
    func longValue() throws {
        let sentence = try failure(["SHOP_URL": Self.url, "BATCH_SIZE": String(repeating: "x", count: 1000) + "\n"])
        #expect(sentence.count < 150)
        #expect(try failure(["SHOP_URL": Self.url, "BATCH_SIZE": "1\n2"]).contains(#""1\n2""#))
    }

    @Test("the first key of the table that is wrong is named")
    func order() throws {
        #expect(try failure(["BATCH_SIZE": "x", "SHARE": "y"]).hasPrefix("SHOP_URL "))
        #expect(try failure(["SHOP_URL": Self.url, "BATCH_SIZE": "x", "SHARE": "y"]).hasPrefix("BATCH_SIZE "))
    }

    @Test("the listing has every key in order, with its state, and never a secret")
    func listing() {
        let entries = Settings(["SHOP_PASSWORD": "hunter2", "SHARE": "x"]).list(Config.self)
        #expect(entries.map(\.key).prefix(4) == ["SHOP_URL", "SHOP_PASSWORD", "BATCH_SIZE", "SHARE"])
        #expect(entries.count == 9)
        #expect(entries[0].problem != nil && !entries[0].isGiven)
        #expect(entries[1].isSecret && entries[1].isGiven && entries[1].fallback == "***")
        #expect(entries[2].fallback == "200")
        #expect(entries[3].problem != nil && entries[3].isGiven)
        #expect(!"\(entries)".contains("hunter2"))
    }

    @Test("a secret shows in no description, dump or reflection")
    func secrets() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", secret.debugDescription, String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test("durations are written as they are read", arguments: ["0s", "250ms", "5s", "2m", "1h", "14d", "90s", "36h"])
    func durations(text: String) throws {
        #expect(try #require(Duration(setting: text)).settingText == text)
    }

    @Test(
        "what is no duration is refused", arguments: ["", "s", "5", "-5s", "5 s", "1.5s", "5w", "99999999999999999d"])
    func noDurations(text: String) {
        #expect(Duration(setting: text) == nil)
    }
}

import Foundation
import ServiceKit
import Testing

@Suite("Secrets in files")
struct SecretFileTests {
    struct Config: ServiceConfig {
        let key: Secret = setting("API_KEY", "the partner's key")
    }

    func withFile<Value>(_ content: Data, _ body: (String) throws -> Value) throws -> Value {
        let path = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)").path()
        try content.write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test("the file's content is the secret, without the line end of an editor")
    func content() throws {
        let config = try withFile(Data(" hunter2 \n".utf8)) { try Settings(["API_KEY_FILE": $0]).read(Config.self) }
        #expect(config.key.reveal() == " hunter2 ")
    }

    @Test("key and file together are refused")
    func both() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try withFile(Data("a".utf8)) { try Settings(["API_KEY_FILE": $0, "API_KEY": "b"]).read(Config.self) }
        }
        #expect(error?.sentence == "API_KEY and API_KEY_FILE are both set, and only one of them may be.")
    }

    @Test("a file that is not there is named")
    func missing() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(["API_KEY_FILE": "/nowhere/key"]).read(Config.self)
        }
        #expect(error?.sentence == "API_KEY_FILE names /nowhere/key, which cannot be opened.")
    }

    @Test(
        "a file that is empty, too large or no text is refused",
        arguments: [
            (Data("\n".utf8), "is empty"), (Data(repeating: 0x61, count: 64 * 1024 + 1), "larger than 65536 bytes"),
            (Data([0xFF, 0xFE]), "not UTF-8"),
        ])
    func wrong(content: Data, complaint: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try withFile(content) { try Settings(["API_KEY_FILE": $0]).read(Config.self) }
        }
        #expect(try #require(error).sentence.contains(complaint))
    }

    @Test("only secrets come from files: another key that ends in _FILE is its own")
    func onlySecrets() throws {
        struct Rates: ServiceConfig {
            let rates: String = setting("RATES", "a word", default: "none")
            let file: String = setting("RATES_FILE", "path of the rates", default: "none")
        }
        let config = try Settings(["RATES_FILE": "/tmp/rates"]).read(Rates.self)
        #expect(config.rates == "none")
        #expect(config.file == "/tmp/rates")
    }
}

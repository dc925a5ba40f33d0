import Foundation
import Messaging
import Testing

struct VaultTests {
    private static let first = Data(repeating: 1, count: 32).base64EncodedString()
    private static let second = Data(repeating: 2, count: 32).base64EncodedString()

    @Test("what is sealed opens in its place and nowhere else")
    func places() throws {
        let vault = try #require(Vault("a:\(Self.first)"))
        let sealed = try vault.seal(Data("secret".utf8), for: "accounts/1/access")
        #expect(try vault.open(sealed, for: "accounts/1/access") == Data("secret".utf8))
        #expect(throws: VaultError.cannotOpen(key: "a")) { try vault.open(sealed, for: "accounts/2/access") }
        #expect(!sealed.bytes.elementsEqual(Data("secret".utf8)))
    }

    @Test("two sealings of one text differ")
    func nonces() throws {
        let vault = try #require(Vault("a:\(Self.first)"))
        #expect(try vault.seal(Data("x".utf8), for: "p") != (try vault.seal(Data("x".utf8), for: "p")))
    }

    @Test("after a change of keys the old ones still open, and the new one seals")
    func rotation() throws {
        let old = try #require(Vault("a:\(Self.first)"))
        let new = try #require(Vault("b:\(Self.second),a:\(Self.first)"))
        let sealed = try old.seal(Data("secret".utf8), for: "p")
        #expect(try new.open(sealed, for: "p") == Data("secret".utf8))
        #expect(try new.seal(Data("secret".utf8), for: "p").key == "b")
        #expect(throws: VaultError.unknownKey("b")) { try old.open(new.seal(Data("x".utf8), for: "p"), for: "p") }
    }

    @Test("a changed byte does not open")
    func tampering() throws {
        let vault = try #require(Vault("a:\(Self.first)"))
        let sealed = try vault.seal(Data("secret".utf8), for: "p")
        for index in sealed.bytes.indices {
            var bytes = sealed.bytes
            bytes[index] ^= 1
            #expect(throws: VaultError.self) { try vault.open(.init(bytes: bytes, key: "a"), for: "p") }
        }
    }

    @Test("keys that are none are refused", arguments: ["", "a", "a:", "a:AAAA", "a:\(first),a:\(first)", ":\(first)"])
    func badKeys(text: String) {
        #expect(Vault(text) == nil)
    }
}

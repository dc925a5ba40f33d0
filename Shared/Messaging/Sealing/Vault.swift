import Crypto
public import Foundation

/// Seals secrets and personal data with AES-256-GCM. The first key seals; the others open what was sealed before the
/// keys were changed. What is sealed is bound to its place: bytes that are moved to another row do not open.
public struct Vault: Sendable {
    /// Something sealed and the name of its key.
    public struct Sealed: Hashable, Sendable {
        /// Nonce, ciphertext and tag.
        public let bytes: [UInt8]
        /// The name of the key.
        public let key: String

        /// What a row holds.
        public init(bytes: [UInt8], key: String) {
            self.bytes = bytes
            self.key = key
        }
    }

    /// The name of the key that seals.
    public var sealingKey: String { current }

    private let current: String
    private let keys: [String: SymmetricKey]

    /// Reads keys as `name:base64`, the sealing one first, apart by commas; each 32 bytes. Nil when one is none.
    public init?(_ text: String) {
        var keys: [String: SymmetricKey] = [:]
        var names: [String] = []
        for part in text.split(separator: ",") {
            let pair = part.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2, !pair[0].isEmpty, let data = Data(base64Encoded: pair[1]), data.count == 32 else {
                return nil
            }
            keys[pair[0]] = SymmetricKey(data: data)
            names.append(pair[0])
        }
        guard let first = names.first, names.count == keys.count else { return nil }
        current = first
        self.keys = keys
    }

    /// Seals bytes for one place.
    public func seal(_ bytes: some DataProtocol, for place: String) throws -> Sealed {
        guard let key = keys[current] else { throw VaultError.unknownKey(current) }
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Data(place.utf8))
        return Sealed(bytes: Array(box.nonce) + Array(box.ciphertext) + Array(box.tag), key: current)
    }

    /// Opens what was sealed for the same place.
    public func open(_ sealed: Sealed, for place: String) throws -> Data {
        guard let key = keys[sealed.key] else { throw VaultError.unknownKey(sealed.key) }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.bytes)
            return try AES.GCM.open(box, using: key, authenticating: Data(place.utf8))
        } catch {
            throw VaultError.cannotOpen(key: sealed.key)
        }
    }
}

/// Why something sealed does not open. It never carries what is inside.
public enum VaultError: Error, Hashable, Sendable {
    /// Nobody has given us a key of this name.
    case unknownKey(String)
    /// The key of this name does not fit, the bytes are spoiled, or they were sealed for another place.
    case cannotOpen(key: String)
}

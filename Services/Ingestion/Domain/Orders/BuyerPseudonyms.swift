import Contracts
import Crypto
import Foundation

/// Gives buyers names that mean nothing outside of their brand: HMAC-SHA256 of the channel's id under our key, with the
/// tenant mixed in, so that two brands cannot find out that they share a buyer and nobody can try ids out.
struct BuyerPseudonyms: Sendable {
    let tenant: TenantID
    let key: SymmetricKey

    /// The pseudonym of a buyer, 32 characters of hexadecimal.
    func pseudonym(_ buyer: String) -> String {
        let message = Data("\(tenant)/\(buyer)".utf8)
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        return code.prefix(16).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16)
        }.joined()
    }
}

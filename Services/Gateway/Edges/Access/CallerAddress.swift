import Foundation
import NIOCore

/// By what a caller is counted who has not shown a key: the network address it comes from.
enum CallerAddress {
    /// The address as text: of IPv6 the first 64 bits, as one household has all of those (RFC 6177 §2).
    ///
    /// - Parameters:
    ///   - peer: whoever holds the connection.
    ///   - forwarded: `X-Forwarded-For`, to which each proxy adds whom it heard; the front may be anybody's invention.
    ///   - proxies: how many proxies of our own stand before the gateway.
    static func of(peer: String?, forwarded: String?, proxies: Int) -> String {
        let own = peer.flatMap(plain) ?? "unknown"
        guard proxies > 0, let forwarded else { return own }
        let heard = forwarded.split(separator: ",", omittingEmptySubsequences: false)
        guard heard.count >= proxies else { return own }
        return plain(heard[heard.count - proxies].filter { $0 != " " }) ?? own
    }

    private static func plain(_ text: String) -> String? {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        guard case .v6(let six) = address else { return address.ipAddress }
        let bytes = withUnsafeBytes(of: six.address.sin6_addr) { Array($0) }
        // An IPv4 address in IPv6's clothes (RFC 4291 §2.5.5.2) is that address.
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes.suffix(4).map(String.init).joined(separator: ".")
        }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}

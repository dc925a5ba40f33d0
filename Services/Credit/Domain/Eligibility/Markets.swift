import Contracts
import Foundation

/// Where people can be scored, and what each market asks of them: a file with a version.
struct Markets: Codable, Hashable, Sendable {
    /// 1, 2, 3 …
    let version: Int
    let supported: [Market]
    /// Countries, ISO 3166-1 alpha-2, that are shut out. All others are not available yet.
    let blocked: [String]

    /// A market that is open.
    struct Market: Codable, Hashable, Sendable {
        /// ISO 3166-1 alpha-2.
        let country: String
        let name: String
        /// What sellers declare.
        let sellers: [Document]
        /// What affiliates declare.
        let creators: [Document]

        /// What those of a kind declare.
        func asks(_ kind: Account.Kind) -> [Document] { kind == .seller ? sellers : creators }
    }

    /// Reads a file and checks it whole.
    static func read(_ file: Data) throws(Wrong) -> Markets {
        let markets = try RuleFile.read(Markets.self, file)
        try markets.check()
        return markets
    }

    /// The open market of a country; nil when it is not open.
    func market(_ country: String) -> Market? {
        supported.first { $0.country == country }
    }

    private func check() throws(Wrong) {
        guard version >= 1 else { throw Wrong("outOfRange", at: "/version", "must be 1 or more") }
        var known: Set<String> = []
        for (place, market) in supported.enumerated() {
            try Self.check(market.country, &known, at: "/supported/\(place)/country")
            guard !market.sellers.isEmpty else {
                throw Wrong("missing", at: "/supported/\(place)/sellers", "must name a document")
            }
            guard !market.creators.isEmpty else {
                throw Wrong("missing", at: "/supported/\(place)/creators", "must name a document")
            }
        }
        for (place, country) in blocked.enumerated() { try Self.check(country, &known, at: "/blocked/\(place)") }
    }

    private static func check(_ country: String, _ known: inout Set<String>, at place: String) throws(Wrong) {
        guard country.utf8.count == 2, country.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw Wrong("notACountry", at: place, "must be an ISO 3166-1 code such as US")
        }
        guard known.insert(country).inserted else { throw Wrong("twice", at: place, "must not stand there twice") }
    }
}

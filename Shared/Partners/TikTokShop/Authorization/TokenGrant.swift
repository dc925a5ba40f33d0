public import Foundation
public import Outbound

/// A pair of tokens, as exchanging a code and refreshing both give it. Store both parts together: whether the old
/// refresh token dies at once is not documented.
public struct TokenGrant: Sendable, Hashable {
    /// Whose account it is.
    public enum UserType: Int, Sendable, Hashable {
        case seller = 0
        case creator = 1
        case partner = 3
    }

    /// For the `x-tts-access-token` field.
    public let accessToken: Credential
    /// When the access token ends, normally in seven days; the channel sends an instant, not a duration.
    public let accessTokenExpires: Date
    /// For the next refresh.
    public let refreshToken: Credential
    /// When the authorization ends; between a year and a century has been seen.
    public let refreshTokenExpires: Date
    /// The account, stable within the app.
    public let openID: String?
    /// The account's name.
    public let sellerName: String?
    /// The account's home market, such as `GB`.
    public let sellerBaseRegion: String?
    /// Nil for a kind that is not known.
    public let userType: UserType?
    /// What the seller agreed to. Scopes that are added to the app later need a new authorization.
    public let grantedScopes: [String]

    /// A pair of tokens with their ends, of a seller; for stand-ins.
    public init(
        accessToken: Credential, accessTokenExpires: Date, refreshToken: Credential, refreshTokenExpires: Date,
        openID: String?, grantedScopes: [String]
    ) {
        self.accessToken = accessToken
        self.accessTokenExpires = accessTokenExpires
        self.refreshToken = refreshToken
        self.refreshTokenExpires = refreshTokenExpires
        self.openID = openID
        sellerName = nil
        sellerBaseRegion = nil
        userType = .seller
        self.grantedScopes = grantedScopes
    }
}

extension TokenGrant: Decodable {
    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case accessTokenExpires = "access_token_expire_in"
        case refreshToken = "refresh_token"
        case refreshTokenExpires = "refresh_token_expire_in"
        case openID = "open_id"
        case sellerName = "seller_name"
        case sellerBaseRegion = "seller_base_region"
        case userType = "user_type"
        case grantedScopes = "granted_scopes"
    }

    /// Reads a grant; without its tokens and their ends it is none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func required<Value>(_ key: CodingKeys, _ type: Value.Type) throws -> Value where Value: LooseValue {
            guard let value = try container.decode(Loose<Value>.self, forKey: key).wrappedValue else {
                let context = DecodingError.Context(codingPath: container.codingPath, debugDescription: "is missing")
                throw DecodingError.keyNotFound(key, context)
            }
            return value
        }
        accessToken = Credential(try required(.accessToken, String.self))
        accessTokenExpires = Self.instant(try required(.accessTokenExpires, Int.self))
        refreshToken = Credential(try required(.refreshToken, String.self))
        refreshTokenExpires = Self.instant(try required(.refreshTokenExpires, Int.self))
        openID = try container.decode(Loose<String>.self, forKey: .openID).wrappedValue
        sellerName = try container.decode(Loose<String>.self, forKey: .sellerName).wrappedValue
        sellerBaseRegion = try container.decode(Loose<String>.self, forKey: .sellerBaseRegion).wrappedValue
        userType = try container.decode(Loose<Int>.self, forKey: .userType).wrappedValue.flatMap(UserType.init)
        grantedScopes = try container.decodeIfPresent([String].self, forKey: .grantedScopes) ?? []
    }

    /// Seconds since 1970, cut to what fits a calendar: from 1970 to the year 9999.
    private static func instant(_ seconds: Int) -> Date {
        Date(timeIntervalSince1970: Double(min(max(seconds, 0), 253_402_300_799)))
    }
}

extension TokenGrant {
    /// Both tokens in plain, in the channel's own words as JSON, which ``init(from:)`` reads: for a vault, and nothing
    /// else. The grant itself cannot be encoded, so that no message or log takes the tokens along unasked.
    ///
    /// - Throws: `EncodingError`.
    public func inPlainWords() throws -> Data {
        try JSONEncoder().encode(PlainWords(grant: self))
    }

    private struct PlainWords: Encodable {
        let grant: TokenGrant

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(grant.accessToken.reveal(), forKey: .accessToken)
            try container.encode(Int(grant.accessTokenExpires.timeIntervalSince1970), forKey: .accessTokenExpires)
            try container.encode(grant.refreshToken.reveal(), forKey: .refreshToken)
            try container.encode(Int(grant.refreshTokenExpires.timeIntervalSince1970), forKey: .refreshTokenExpires)
            try container.encodeIfPresent(grant.openID, forKey: .openID)
            try container.encodeIfPresent(grant.sellerName, forKey: .sellerName)
            try container.encodeIfPresent(grant.sellerBaseRegion, forKey: .sellerBaseRegion)
            try container.encodeIfPresent(grant.userType?.rawValue, forKey: .userType)
            try container.encode(grant.grantedScopes, forKey: .grantedScopes)
        }
    }
}

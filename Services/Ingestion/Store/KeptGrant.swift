import Foundation
import Outbound
import TikTokShop

/// A grant as it is kept while it is being entered: in the channel's own words, which ``TokenGrant`` reads. It is
/// written for a vault, and nowhere else.
struct KeptGrant: Encodable {
    private let grant: TokenGrant

    init(_ grant: TokenGrant) {
        self.grant = grant
    }

    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case accessTokenExpires = "access_token_expire_in"
        case refreshToken = "refresh_token"
        case refreshTokenExpires = "refresh_token_expire_in"
        case openID = "open_id"
        case sellerName = "seller_name"
        case region = "seller_base_region"
        case userType = "user_type"
        case scopes = "granted_scopes"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(grant.accessToken.reveal(), forKey: .accessToken)
        try container.encode(Int(grant.accessTokenExpires.timeIntervalSince1970), forKey: .accessTokenExpires)
        try container.encode(grant.refreshToken.reveal(), forKey: .refreshToken)
        try container.encode(Int(grant.refreshTokenExpires.timeIntervalSince1970), forKey: .refreshTokenExpires)
        try container.encodeIfPresent(grant.openID, forKey: .openID)
        try container.encodeIfPresent(grant.sellerName, forKey: .sellerName)
        try container.encodeIfPresent(grant.sellerBaseRegion, forKey: .region)
        try container.encodeIfPresent(grant.userType?.rawValue, forKey: .userType)
        try container.encode(grant.grantedScopes, forKey: .scopes)
    }
}

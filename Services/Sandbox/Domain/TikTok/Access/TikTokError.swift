/// A refusal as TikTok Shop words it: a code in the envelope, and the HTTP status that carries it.
///
/// Codes are from the partner's documentation. The status of business errors is not documented; they travel as 200
/// here, as token errors really do, because a client must judge by the code alone.
struct TikTokError: Error, Equatable {
    let code: Int
    let message: String
    var status = 200
    var retryAfter: Int?
}

extension TikTokError {
    // The gate.
    static func invalidParameter(_ message: String) -> TikTokError {
        TikTokError(code: 36_009_004, message: message, status: 400)
    }
    static let badSignature = TikTokError(code: 106_001, message: "Invalid sign", status: 401)
    static let tokenExpired = TikTokError(code: 105_002, message: "Expired credentials: access token", status: 401)
    static let deauthorized = TikTokError(code: 105_001, message: "Invalid credentials: access token", status: 401)
    static let scopeMissing = TikTokError(
        code: 105_005, message: "Access denied: you should apply auth pkg for this api", status: 401)
    static let wrongShop = TikTokError(code: 101_000, message: "Token does not match shop_cipher", status: 401)
    static let cipherMissing = TikTokError(code: 106_013, message: "shop_cipher is required", status: 400)
    static let unknownPath = TikTokError(code: 36_009_009, message: "Invalid path", status: 404)
    static let unknownMethod = TikTokError(code: 36_009_010, message: "Invalid method", status: 405)
    static let retiredVersion = TikTokError(code: 36_009_014, message: "This API version is not available", status: 404)
    static let bodyTooLarge = TikTokError(code: 36_009_021, message: "Request body is too large", status: 413)
    static let badBody = TikTokError(code: 36_009_022, message: "Request body is not valid JSON", status: 400)
    static let upstreamTimeout = TikTokError(code: 36_009_007, message: "Upstream timeout", status: 504)
    static func tooManyRequests(retryAfter: Int?) -> TikTokError {
        TikTokError(code: 36_009_002, message: "Too many requests", status: 429, retryAfter: retryAfter)
    }

    // OAuth.
    static let badAuthCode = TikTokError(code: 36_004_004, message: "Authorization code is invalid or expired")
    static let badRefreshToken = TikTokError(code: 36_004_004, message: "Refresh token is invalid or expired")

    // Invalid parameters, by domain.
    static func order(_ message: String) -> TikTokError { TikTokError(code: 98_001_004, message: message) }
    static func product(_ message: String) -> TikTokError { TikTokError(code: 11_050_001, message: message) }
    static func fulfillment(_ message: String) -> TikTokError { TikTokError(code: 21_001_001, message: message) }
    static func finance(_ message: String) -> TikTokError { TikTokError(code: 36_009_004, message: message) }
    static func affiliate(_ message: String) -> TikTokError { TikTokError(code: 16_001_001, message: message) }
    static func afterSale(_ message: String) -> TikTokError { TikTokError(code: 25_001_001, message: message) }
}

extension TikTokError {
    // Stock.
    static let warehouseLeftOut = TikTokError(
        code: 12_019_028, message: "The quantity of every warehouse of the SKU must be given")
    static let skuNotOfProduct = TikTokError(code: 12_052_557, message: "SKU ID does not belong to the product")
    static let checkFailed = TikTokError(code: 12_052_990, message: "Check failed")
    static let unknownWarehouse = TikTokError(code: 12_052_097, message: "The warehouse does not exist")
    static let quantityOutOfRange = TikTokError(code: 12_052_055, message: "The quantity is out of range")
    static let belowLocked = TikTokError(
        code: 12_052_393, message: "The quantity is below what campaigns or creators have locked")

    // Shipping.
    static let onHold = TikTokError(code: 21_011_044, message: "The order is on hold and must not be shipped")
    static let wrongShipCall = TikTokError(
        code: 21_008_106, message: "This API does not support the shipping type or market of the order")
    static let fulfilledByTikTok = TikTokError(code: 21_008_025, message: "The order is fulfilled by TikTok")
    static let afterSalePending = TikTokError(code: 21_011_007, message: "The order has a pending after-sale request")
    static let alreadyShipped = TikTokError(code: 21_011_006, message: "The package has already been shipped")
    static let cancelled = TikTokError(code: 21_011_041, message: "The order has been cancelled")
    static let badTracking = TikTokError(code: 21_011_022, message: "Invalid tracking number or shipping provider")
    static let duplicateTracking = TikTokError(code: 21_011_025, message: "The tracking number has already been used")
    static let foreignTracking = TikTokError(
        code: 21_004_015, message: "The tracking number does not match the shipping provider")
    static let fixedBefore = TikTokError(code: 21_011_049, message: "The tracking number can be changed only once")
    static let fixedTooLate = TikTokError(
        code: 21_011_050, message: "The tracking number can be changed only within 72 hours")
    static let notShippedYet = TikTokError(code: 21_011_051, message: "The package has not been shipped")
    static let labelNotReady = TikTokError(code: 11_034_037, message: "The document is still being generated")
    static let labelGone = TikTokError.fulfillment("package_id: the package has been picked up")
}

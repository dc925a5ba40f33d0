/// The channel's numbers and what they mean (Partner Center, "Common errors" and the error tables of each call).
enum ErrorTable {
    /// The meaning of an answer that is no success. The number decides; without a known one the HTTP status does.
    static func kind(code: Int, message: String, status: Int) -> TikTokShopError.Kind {
        if code == 36_009_004 { return ParameterComplaint.kind(message) }
        if let kind = kinds[code] { return kind }
        switch status {
        case 429: return .throttled
        case 500..<600: return .transient
        default: return .business
        }
    }

    private static let kinds: [Int: TikTokShopError.Kind] = [
        36_009_002: .throttled,
        45_101_004: .dailyQuota,
        36_009_003: .transient, 36_009_007: .transient, 10_006_402: .transient, 12_001_000: .transient,
        25_020_008: .transient,
        // A lock on the order; the next try finds it free.
        25_001_028: .transient,

        105_001: .deauthorized, 105_002: .tokenExpired, 105_005: .scopeMissing,
        36_004_001: .deauthorized, 36_004_004: .authCodeInvalid, 36_004_005: .deauthorized,
        101_000: .configuration, 106_013: .configuration, 106_001: .badSignature,
        36_009_009: .configuration, 36_009_010: .configuration, 36_009_014: .configuration,
        36_009_033: .configuration,

        36_009_021: .invalidRequest, 36_009_022: .invalidRequest, 36_009_023: .invalidRequest,
        98_001_004: .invalidRequest, 11_050_001: .invalidRequest, 21_001_001: .invalidRequest,
        25_001_001: .invalidRequest,

        21_011_044: .onHold,
        21_011_007: .afterSalePending, 21_008_044: .afterSalePending,
        21_011_006: .alreadyShipped, 21_011_020: .alreadyShipped, 21_011_040: .alreadyShipped,
        21_008_099: .alreadyShipped,
        21_011_041: .orderCancelled,
        21_008_106: .wrongShipCall, 21_008_025: .fulfilledByTikTok,
        21_011_022: .trackingRefused, 21_011_025: .trackingRefused, 21_034_012: .trackingRefused,
        21_004_015: .trackingRefused, 11_028_006: .trackingRefused,
        21_011_049: .trackingNotEditable, 21_011_050: .trackingNotEditable, 21_011_051: .trackingNotEditable,
        11_034_037: .documentNotReady,

        25_001_011: .alreadyCancelled, 25_001_051: .alreadyCancelled,
        25_001_045: .notCancellable, 25_001_046: .notCancellable, 25_005_010: .notCancellable,

        12_052_180: .tooManyResults,
    ]
}

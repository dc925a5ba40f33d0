/// Why a person cannot be scored.
public struct CreditObstacle: Codable, Sendable, Hashable {
    /// A constant word: `noActiveShop`, `otherKind`, `marketUnknown`, `regionBlocked`, `regionNotYet`,
    /// `missingPermissions`, `missingDocuments`, `refusedDocuments`, `incomeUnknown`, `noExchangeRate` or
    /// `notScoredYet`.
    public var code: String
    /// What people read.
    public var sentence: String
    /// What is missing, or which country it is; nothing where the code says all.
    public var what: [String]

    /// Puts the record together.
    public init(code: String, sentence: String, what: [String]) {
        self.code = code
        self.sentence = sentence
        self.what = what
    }
}

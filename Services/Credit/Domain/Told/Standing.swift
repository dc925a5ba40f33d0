import Contracts

/// How a person stands: kept beside the score, so that whoever asks reads one row.
struct Standing: Codable, Hashable, Sendable {
    let asOf: Instant
    /// The model's version.
    let model: Int
    /// What is contested: account and datum with a stroke between.
    let disputed: [String]
    /// Of the person; nothing where there is a score.
    var obstacles: [Trouble] = []
    var accounts: [Line] = []
    /// What the markets of the accounts ask for that count, or of all where there is no score; nil where it was not
    /// noted yet.
    var papers: [AskedPaper]?

    init(asOf: Instant, model: Int, disputed: [String]) {
        self.asOf = asOf
        self.model = model
        self.disputed = disputed
    }

    /// One account.
    struct Line: Codable, Hashable, Sendable {
        let account: AccountID
        let kind: Account.Kind
        let market: String?
        let isActive: Bool
        let obstacles: [Trouble]

        init(_ account: LinkedAccount, _ obstacles: [Obstacle]) {
            self.account = account.account
            kind = account.kind
            market = account.market
            isActive = account.eligible?.isActive ?? false
            self.obstacles = obstacles.map(Trouble.init)
        }
    }

    /// Something that stands in the way.
    struct Trouble: Codable, Hashable, Sendable {
        let code: String
        let sentence: String
        let what: [String]
    }
}

extension Standing.Trouble {
    init(_ obstacle: Obstacle) {
        code = obstacle.code
        sentence = obstacle.text
        what =
            switch obstacle {
            case .noActiveShop, .otherKind, .marketUnknown: []
            case .regionBlocked(let country), .regionNotYet(let country): [country]
            case .missingPermissions(let permissions): permissions.map(\.rawValue)
            case .missingDocuments(let documents), .refusedDocuments(let documents): documents.map(\.rawValue)
            }
    }

    /// The model makes no score without an income, and nobody tells one.
    static let incomeUnknown = Standing.Trouble(
        code: "incomeUnknown", sentence: "Nothing is known of the income yet. It is read from the connected accounts.",
        what: [])

    /// All of the income is in currencies that nobody publishes a rate for: how much it is in the model's currency is
    /// not known, which is not the same as none.
    static func noExchangeRate(_ currencies: [String]) -> Standing.Trouble {
        Standing.Trouble(
            code: "noExchangeRate",
            sentence: "The income is in a currency that no exchange rate is known for, so it cannot be compared.",
            what: currencies)
    }

    /// Nobody has scored the person yet.
    static let notScoredYet = Standing.Trouble(
        code: "notScoredYet", sentence: "There is no score yet. Take up an account, and it is made soon after.",
        what: [])
}

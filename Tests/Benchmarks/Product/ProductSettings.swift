import Foundation
import PlatformKit

/// What a run does, read from the environment; `infra/local/bench-product.sh` sets it. The servers are those of
/// `TEST_AMQP_URL`, `TEST_MANAGEMENT_URL` and `TEST_DATABASE_URL`.
struct ProductSettings: Sendable {
    /// What is measured.
    var form = Form.flow
    /// Whether the large sizes are taken.
    var isFull = false
    var rounds = 1
    /// Orders of a round, in place of the form's own; nil: that.
    var size: Int?
    /// Who buys the labels of parcels: `SELLER` from the carriers' partner, or the channel, `TIKTOK`.
    var shipping = "TIKTOK"
    /// In which order work is claimed: `turns`, or `first-come` for comparison.
    var claims = Claims.turns
    /// Whether growth sells so little of what everybody wants that all who want it wait from early on.
    var isScarce = false
    /// Decides every order.
    var seed: UInt64 = 1
    /// The share of lines that name a viral SKU.
    var skew = 0.3
    /// Whether the result takes the place of the stored one.
    var isKept = false
    /// Where broker.sh and database.sh keep the servers.
    var servers = URL(filePath: "/")
    /// The broker's management interface.
    var management = ""
    /// Logs and the result.
    var folder = FileManager.default.temporaryDirectory
    /// PostgreSQL's own client, for large scripts.
    var psql = URL(filePath: "/")
    /// The stored result, with which this one is compared.
    var last = URL(filePath: "/")

    /// Reads the environment.
    ///
    /// - Throws: ``WrongSetting`` that names the variable.
    init(_ environment: [String: String]) throws {
        let told = Environment(environment)
        let name = try told.text("FORM")
        guard let known = Form(rawValue: name) else {
            let all = Form.allCases.map(\.rawValue).joined(separator: ", ")
            throw WrongSetting(text: "FORM must be one of \(all), not \(name).")
        }
        form = known
        isFull = told["FULL"] == "1"
        guard told["ROUNDS"] == nil || form.hasRounds else {
            throw WrongSetting(text: "ROUNDS is not for the form \(form.rawValue), which has one.")
        }
        rounds = try told.number("ROUNDS", isFull ? form.fullRounds : 1, in: 1...100)
        guard told["SIZE"] == nil || form.hasSize else {
            throw WrongSetting(text: "SIZE is not for the form \(form.rawValue).")
        }
        size = told["SIZE"] == nil ? nil : try told.number("SIZE", 0, in: 10...1_000_000)
        shipping = told["SHIPPING"] ?? shipping
        guard ["TIKTOK", "SELLER"].contains(shipping) else {
            throw WrongSetting(text: "SHIPPING must be TIKTOK or SELLER, not \(shipping).")
        }
        let order = told["CLAIMS"] ?? claims.rawValue
        guard let claims = Claims(rawValue: order) else {
            throw WrongSetting(text: "CLAIMS must be turns or first-come, not \(order).")
        }
        guard claims == .turns || form == .fairness else {
            throw WrongSetting(text: "CLAIMS is for the form fairness.")
        }
        self.claims = claims
        isScarce = told["SCARCE"] == "1"
        guard !isScarce || form == .growth else { throw WrongSetting(text: "SCARCE is for the form growth.") }
        seed = try told.number("SEED", seed, in: 0...UInt64.max)
        skew = try told.number("SKEW", skew, in: 0...1)
        isKept = told["KEEP"] == "1"
        servers = URL(filePath: try told.text("TEST_SERVERS"))
        management = try told.text("TEST_MANAGEMENT_URL")
        folder = URL(filePath: try told.text("BENCH_FOLDER"))
        psql = URL(filePath: try told.text("BENCH_PSQL"))
        last = URL(filePath: try told.text("BENCH_LAST"))
    }

    /// Under which name the result is kept: only like is compared with like.
    var name: String {
        let usual = ProductSettings()
        let others = [
            claims == usual.claims ? nil : claims.rawValue, isScarce ? "scarce" : nil, size.map { "of \($0)" },
            shipping == usual.shipping ? nil : "shipping \(shipping)", seed == usual.seed ? nil : "seed \(seed)",
            skew == usual.skew ? nil : "skew \(skew)",
        ]
        return ([form.rawValue, isFull ? "full" : "short"] + others.compactMap { $0 }).joined(separator: " ")
    }

    private init() {}
}

import Contracts
import Foundation

/// What a consent may say.
enum ConsentRules {
    /// Beyond it a consent is given anew.
    static let longest: Int64 = 2 * 366 * 86_400_000
    private static let longestPurpose = 200
    /// Live ones of one person.
    static let most = 100

    /// What is wrong with one that ends too early or too late.
    static var pastEnd: Wrong { Wrong("outOfRange", at: "/until", "must be in the future, and within two years") }

    /// A new consent, or why it cannot be one.
    static func consent(
        _ wanted: ConsentGive, of subject: TenantID, at now: Instant
    ) throws(Wrong) -> ConsentRecord {
        guard wanted.lender != subject else { throw Wrong("ownLender", at: "/lender", "must be somebody else") }
        let end = now.milliseconds + longest
        guard wanted.until > now, wanted.until.milliseconds <= end else {
            throw pastEnd
        }
        return ConsentRecord(
            consent: .mint(at: now.date), subject: subject, lender: wanted.lender,
            purpose: try Words.checked(wanted.purpose, most: longestPurpose, at: "/purpose"), from: now,
            until: wanted.until)
    }
}

/// What people write.
enum Words {
    /// The text without blanks around it.
    static func checked(_ text: String, most: Int, at field: String) throws(Wrong) -> String {
        let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...most).contains(words.unicodeScalars.count) else {
            throw Wrong("length", at: field, "must have 1 to \(most) characters")
        }
        guard !words.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" }) else {
            throw Wrong("controlCharacter", at: field, "must not have control characters")
        }
        return words
    }
}

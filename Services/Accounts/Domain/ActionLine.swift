import Contracts
import Foundation

/// A line of the log of actions, as it will be stored.
struct ActionLine: Hashable, Sendable {
    let tenant: TenantID
    let id: UUID
    let taken: ActionTaken

    /// How far the time of an action may lie from that of the message that tells it. The log's months reach as far.
    private static let farthest = 86_400.0
    private static let longestWord = 200
    private static let longestSentence = 1000

    /// A line out of a message, or why it cannot be one. Long texts are cut: a log with half a sentence beats none.
    init(_ taken: ActionTaken, tenant: TenantID, message id: UUID) throws(Wrong) {
        guard let told = id.v7Instant, abs(taken.at.date.timeIntervalSince(told)) <= Self.farthest else {
            throw Wrong("farAway", at: "/at", "must be within a day of the time in the message's id")
        }
        let texts = [taken.action, taken.subject, taken.sentence, taken.actor]
        guard !texts.contains(where: { $0.unicodeScalars.contains("\u{0}") }) else {
            throw Wrong("zeroCharacter", at: "/", "must not contain the character U+0000")
        }
        self.tenant = tenant
        self.id = id
        self.taken = ActionTaken(
            action: String(taken.action.prefix(Self.longestWord)),
            subject: String(taken.subject.prefix(Self.longestWord)),
            sentence: String(taken.sentence.prefix(Self.longestSentence)),
            actor: String(taken.actor.prefix(Self.longestWord)), at: taken.at)
    }
}

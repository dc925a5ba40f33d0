import Contracts
import Foundation
import Messaging
import Postgres

/// Makes a score of the past again and compares it with what was told. Operators speak for nobody, so it runs as the
/// service; it writes nothing.
struct CreditReplayHandler: RequestHandler {
    let models: Models

    func answer(_ question: Received<CreditReplay>, _ desk: Desk) async throws -> CreditReplay.Reply {
        let (subject, at) = (question.body.subject, question.body.at)
        let kept = try await desk.writeAsService { try await ScoreStore.kept(of: subject, at: at, $0.database) }
        var reply = CreditReplay.Reply(
            subject: subject, verdict: .nothingKept, before: kept.score?.asOf, after: kept.next)
        let moment = ReplayRules.Moment(
            at: at, before: reply.before, after: reply.after, wasRead: kept.wasRead, now: Instant(Date()))
        guard !moment.mayBeDropped else {
            reply.verdict = .dropped
            return reply
        }
        guard let told = kept.score, let snapshot = kept.snapshot else { return reply }
        let made = try remake(snapshot)
        let (was, now) = (CreditScore(told), CreditScore(made))
        let differences = try ReplayRules.differences(was, now)
        reply.verdict = differences.contains { $0.told != nil } ? .different : .same
        (reply.told, reply.made) = (was, now)
        reply.differences = Array(differences.prefix(ReplayRules.mostDifferences))
        return reply
    }

    private func remake(_ snapshot: Snapshot) throws -> Score {
        guard let model = models[snapshot.model] else {
            throw Refusal(.conflict, code: "unknownModel", "there is no model of version \(snapshot.model) any more")
        }
        do throws(Unscorable) {
            return try Scoring.score(snapshot, by: model)
        } catch {
            throw Refusal(.conflict, code: "unscorable", "the snapshot makes no score any more: \(error)")
        }
    }
}

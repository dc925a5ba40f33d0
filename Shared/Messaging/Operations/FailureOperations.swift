import Contracts
import Foundation
import Postgres

/// Answers what has failed for which causes.
struct FailureGroupHandler: RequestHandler {
    func answer(_ question: Received<FailureGroupList>, _ desk: Desk) async throws -> [FailureGroup] {
        let asked = question.body
        let condition = FailureChoice(tenant: asked.tenant, lane: asked.lane, cause: asked.cause).openOnes
        return try await desk.messaging.database.rows(
            """
            SELECT lane, type, cause, count(*), count(DISTINCT tenant_id), min(first_at), max(last_at)
            FROM failures WHERE \(condition) GROUP BY lane, type, cause
            ORDER BY count(*) DESC, lane, type, cause LIMIT \(FailureGroupList.most)
            """, as: (String, String, String, Int, Int, Date, Date).self
        ).map { lane, type, cause, count, tenants, first, last in
            FailureGroup(
                lane: lane, type: type, cause: cause, count: count, tenants: tenants, firstAt: Instant(first),
                lastAt: Instant(last))
        }
    }
}

/// Answers single failures.
struct FailureFindHandler: RequestHandler {
    func answer(_ question: Received<FailureFind>, _ desk: Desk) async throws -> [KeptFailure] {
        let asked = question.body
        let limit = try asked.limit.or(50, in: 1...200, field: "limit")
        var conditions = asked.choice.conditions
        if let state = asked.state { conditions.append("state = \(state.rawValue)") }
        return try await FailureRow.find(conditions, after: asked.after, limit: limit, desk.messaging.database)
            .map(\.failure)
    }
}

/// Replays or discards what an operator chooses.
struct FailureSettleHandler: RequestHandler {
    /// What is discarded becomes due nowhere, so that a step may be longer.
    private static func most(_ act: FailureAct.Act) -> Int { act == .discard ? 5000 : 500 }

    func answer(_ question: Received<FailureSettle>, _ desk: Desk) async throws -> Settled {
        let asked = question.body
        guard !asked.choice.isEverything else {
            throw Refusal(
                .invalid, code: "choiceTooWide", "name a tenant, a lane, a cause or a message", field: "/choice")
        }
        let limit = try asked.limit.or(100, in: 1...Self.most(asked.act), field: "limit")
        let rate = try asked.perSecond.or(10, in: 0.001...1000, field: "perSecond")
        let database = desk.messaging.database
        let count = try await database.transaction(desk.untilDeadline) { transaction in
            let count =
                switch asked.act {
                case .replay:
                    try await Messaging.replay(
                        asked.choice, of: desk.messaging.queues, before: asked.before, limit: limit, perSecond: rate,
                        in: transaction)
                case .discard:
                    try await Messaging.discard(asked.choice, before: asked.before, limit: limit, in: transaction)
                }
            let repair = Repair("failures \(asked.act.rawValue)", of: asked.choice.words, count: count)
            try await desk.leaveReceipt(repair, asked.repair, in: transaction)
            return count
        }
        if let before = asked.left, count == limit, before > count {
            return Settled(count: count, left: before - count)
        }
        return try await Self.settled(count, of: asked, desk)
    }

    private static func settled(_ count: Int, of asked: FailureSettle, _ desk: Desk) async throws -> Settled {
        let left = try await desk.messaging.database.first(
            """
            SELECT count(*), count(*) FILTER (WHERE erased_at IS NOT NULL),
                count(*) FILTER (WHERE erased_at IS NULL AND lane <> ALL(\(desk.messaging.queues)))
            FROM failures WHERE \(asked.choice.openOnes(before: asked.before))
            """, as: (Int, Int, Int).self)
        let (all, erased, gone) = left ?? (0, 0, 0)
        return Settled(count: count, left: all, erased: erased, laneGone: gone > 0 ? gone : nil)
    }
}

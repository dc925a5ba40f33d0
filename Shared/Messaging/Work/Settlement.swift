import Foundation

/// What is to be written about a job: per key what becomes of it, and what the partner is told to be like. Pure.
struct Settlement: Sendable {
    /// How an attempt ended.
    enum Finish: Sendable {
        case returned(WorkResult)
        case threw(any Error)
        /// Its deadline came and nothing was returned.
        case late
        /// The service ends; the job goes back as if it had not been taken.
        case stopped
    }

    /// What the attempt says about the partner.
    enum Report: Sendable, Hashable {
        case answered
        case outage
        case throttled(retryAfter: Duration?)
        case nothing
    }

    /// What becomes of one key, as `work_settle` reads it.
    struct Line: Sendable, Hashable {
        enum Verdict: String, Sendable {
            case done
            /// It comes back after an attempt that failed, or after none.
            case again
            /// It comes back after an attempt that went well: what failed before it is forgotten.
            case visited
            case failed, unknown
        }

        let key: String
        let verdict: Verdict
        var pause: Duration = .zero
        /// Whether it was an attempt that failed.
        var isCounted = true
        /// Whether it must be taken alone from now on, since it may have spoiled its bundle.
        var isAlone = false
        var reason: String?
        var detail: String?
    }

    /// The longest detail that is kept.
    private static let longestDetail = 2000

    let lines: [Line]
    let report: Report

    init(_ finish: Finish, _ rows: [Claim.Row], _ limits: WorkLimits, undecodable: [String: String] = [:]) {
        report = Self.report(finish)
        lines = rows.map { row in
            if let detail = undecodable[row.key] {
                return Self.failed(row.key, "the payload does not decode", detail)
            }
            return Self.line(finish, row, limits, isBundle: rows.count > 1)
        }
    }

    /// How the job as a whole is counted.
    static func label(_ finish: Finish) -> String {
        switch finish {
        case .late: "late"
        case .stopped: "stopped"
        case .threw: "threw"
        case .returned(let result):
            switch result.verdict {
            case .done: "done"
            case .again, .postponed: "again"
            case .failed: "failed"
            case .throttled: "throttled"
            case .unknownOutcome: "unknown"
            }
        }
    }

    // MARK: Per key

    private static func line(_ finish: Finish, _ row: Claim.Row, _ limits: WorkLimits, isBundle: Bool) -> Line {
        switch finish {
        case .returned(let result): line(result, row, limits)
        case .late: retry(row, limits, "it took longer than its deadline")
        case .stopped: Line(key: row.key, verdict: row.isUnknown ? .unknown : .again, isCounted: false)
        case .threw(let error): line(error, row, limits, isBundle: isBundle)
        }
    }

    private static func line(_ result: WorkResult, _ row: Claim.Row, _ limits: WorkLimits) -> Line {
        switch result.verdict {
        case .done:
            switch result.leftovers[row.key] {
            case nil: Line(key: row.key, verdict: .done)
            case .again(let pause?, let reason): visited(row, pause, reason)
            case .again(nil, let reason): retry(row, limits, reason)
            case .failed(let reason, let detail): failed(row.key, reason, detail)
            }
        case .again(let pause?, let reason, let detail): visited(row, pause, reason, detail)
        case .again(nil, let reason, let detail): retry(row, limits, reason, detail)
        case .postponed(let pause, let reason, let detail): later(row, pause, reason, detail)
        case .failed(let reason, let detail): failed(row.key, reason, detail)
        case .throttled: later(row, .zero, "the partner was called too often")
        case .unknownOutcome(let pause, let reason):
            Line(key: row.key, verdict: .unknown, pause: pause, reason: reason)
        }
    }

    private static func line(_ error: any Error, _ row: Claim.Row, _ limits: WorkLimits, isBundle: Bool) -> Line {
        let detail = "\(error)"
        if case WorkError.budgetExhausted = error { return later(row, .zero, "no token came in time", detail) }
        if error is UnsavedResult {
            return retry(row, limits, "its result could not be saved", detail, isAlone: isBundle)
        }
        switch (error as? any PartnerTrouble)?.meaning {
        case .throttled: return later(row, .zero, "the partner was called too often", detail)
        case .outage: return waitOut(row, limits, detail, isBundle: isBundle)
        case .nonsense: return retry(row, limits, "the partner's answer makes no sense", detail, isAlone: isBundle)
        case .refusal: return retry(row, limits, "the partner refused", detail, isAlone: isBundle)
        case nil: return retry(row, limits, "the work threw", detail, isAlone: isBundle)
        }
    }

    private static func failed(_ key: String, _ reason: String, _ detail: String) -> Line {
        Line(key: key, verdict: .failed, reason: reason, detail: shortened(detail))
    }

    private static func visited(_ row: Claim.Row, _ pause: Duration, _ reason: String, _ detail: String = "") -> Line {
        Line(key: row.key, verdict: .visited, pause: pause, reason: reason, detail: shortened(detail))
    }

    /// For another time, as if it had not been taken.
    private static func later(_ row: Claim.Row, _ pause: Duration, _ reason: String, _ detail: String = "") -> Line {
        Line(
            key: row.key, verdict: .again, pause: pause, isCounted: false, reason: reason, detail: shortened(detail))
    }

    /// Another attempt after the backoff, or a failure when there were enough. Scheduled work is never given up.
    private static func retry(
        _ row: Claim.Row, _ limits: WorkLimits, _ reason: String, _ detail: String = "", isAlone: Bool = false
    ) -> Line {
        guard row.attempt < limits.attempts || row.isScheduled else { return failed(row.key, reason, detail) }
        return Line(
            key: row.key, verdict: .again, pause: limits.backoff.pause(after: row.attempt), isAlone: isAlone,
            reason: reason, detail: shortened(detail))
    }

    /// Another attempt after the backoff, however many there were: the work is hardly to blame. Half of its attempts
    /// stay for what it is to blame for; what has used up the other half goes alone, should it be to blame after all.
    private static func waitOut(_ row: Claim.Row, _ limits: WorkLimits, _ detail: String, isBundle: Bool) -> Line {
        let isEarly = row.attempt <= max(1, limits.attempts / 2)
        return Line(
            key: row.key, verdict: .again, pause: limits.backoff.pause(after: row.attempt), isCounted: isEarly,
            isAlone: isBundle && !isEarly, reason: "the partner did not answer", detail: shortened(detail))
    }

    private static func shortened(_ detail: String) -> String? {
        detail.isEmpty ? nil : String(detail.prefix(longestDetail))
    }

    // MARK: About the partner

    private static func report(_ finish: Finish) -> Report {
        switch finish {
        // A call that gets no answer throws long before. What is late by itself may have waited for our own database.
        case .late, .stopped: .nothing
        case .returned(let result):
            switch result.verdict {
            case .done, .again, .failed: .answered
            case .postponed: .nothing
            case .throttled(let pause): .throttled(retryAfter: pause)
            case .unknownOutcome: .outage
            }
        case .threw(let error):
            switch (error as? any PartnerTrouble)?.meaning {
            case .throttled(let pause): .throttled(retryAfter: pause)
            case .outage, .nonsense: .outage
            case .refusal: .answered
            case nil: .nothing
            }
        }
    }
}

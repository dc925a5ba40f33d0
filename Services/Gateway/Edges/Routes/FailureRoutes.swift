import Contracts

/// Messages that services could not handle: one's own, from all services.
enum FailureRoutes {
    /// A page of failures.
    struct Page: Codable, Sendable {
        /// The last that failed comes first.
        var failures: [FailureRecord]
        /// Where the next page begins; nil at the end.
        var next: String?
        /// The services that did not answer.
        var missing: [String]
    }

    static let routes = [list] + FailureAct.Act.allCases.map(act)

    private static let list = Route(
        .get, "/v1/failures", "listFailures",
        "Messages that a service could not handle, last failed first. Where one is down, `missing` names it.",
        .needs(.failuresRead), query: [Query.failureState, Query.cursor, Query.limit],
        gives: .json(Page.self, "One page.")
    ) { call in
        let limit = try call.value(Query.limit) ?? 50
        let state = try call.value(Query.failureState)
        let page = FailurePage(state: state)
        let question = FailureList(
            state: state, after: try mark(try call.value(Query.cursor), page), limit: limit)
        let (lists, missing) = try await everywhere(question, call)
        let (failures, next) = try page.merge(lists, limit: limit)
        return try .json(Page(failures: failures, next: next, missing: missing))
    }

    private static func mark(_ cursor: String?, _ page: FailurePage) throws(Problem) -> FailureMark? {
        guard let cursor else { return nil }
        do {
            return try page.mark(cursor)
        } catch {
            throw .malformed(error.code, "cursor \(error.sentence)", field: error.field)
        }
    }

    /// Asks every service at once.
    private static func everywhere(
        _ question: FailureList, _ call: Call
    ) async throws -> (lists: [[FailureRecord]], missing: [String]) {
        try await withThrowingTaskGroup(of: (String, [FailureRecord]?).self) { group in
            for service in Topology.answering {
                group.addTask {
                    do {
                        return (service, try await call.ask(question, at: service))
                    } catch let problem as Problem where problem.kind.isSilence {
                        return (service, nil)
                    }
                }
            }
            var lists: [[FailureRecord]] = []
            var missing: [String] = []
            for try await (service, list) in group {
                if let list { lists.append(list) } else { missing.append(service) }
            }
            return (lists, missing.sorted())
        }
    }

    private static func act(_ act: FailureAct.Act) -> Route {
        Route(
            .post, "/v1/failures/{lane}/{message}/\(act.rawValue)", "\(act.rawValue)Failure",
            act == .replay ? "Has the service handle it again." : "Settles it; it never runs again.",
            .needs(.failuresWrite), details: "A failure is named by its message and its lane, as the list tells them.",
            gives: .json(FailureRecord.self, "As it stands now.")
        ) { call in
            let lane = call.place("lane")
            // What is in a path goes into SQL, which takes no zero byte.
            let isPlain = lane.utf8.allSatisfy { $0 >= 0x20 }
            guard isPlain, let service = Topology.answering.first(where: { lane.hasPrefix("\($0).") }) else {
                throw Problem(.notFound, code: "unknownLane", "there is no such lane", field: "/lane")
            }
            let question = FailureAct(message: try call.id("message"), lane: lane, act: act)
            return try .json(try await call.ask(question, at: service))
        }
    }
}

extension ProblemKind {
    /// Whether a service did not answer, rather than said no.
    var isSilence: Bool { self == .unavailable || self == .timedOut || self == .broken }
}

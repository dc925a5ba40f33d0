import Contracts

/// Facts of services, read page by page.
enum Facts {
    /// The most pages of one sort; a check of more than this is a job for a database.
    static let mostPages = 20_000

    /// All facts of one sort.
    static func all(
        _ subject: FactList.Subject, at service: String, _ switchboard: Switchboard, progress: String? = nil
    ) async throws(Trouble) -> [KnownFact] {
        try await read(subject, at: service, switchboard, progress: progress).facts
    }

    /// Puts a question about facts to a service.
    typealias Ask = @Sendable (_ question: FactList, _ service: String) async throws(Trouble) -> FactPage

    /// All facts of one sort.
    struct Reading: Sendable {
        var facts: [KnownFact] = []
        /// How many things were looked at.
        var compared = 0
        /// How far back the facts go; nil: to the beginning.
        var since: Instant?
        /// What could not be read.
        var missed: [MissedFacts] = []
    }

    /// All facts of one sort, with what there is to know about them.
    static func read(
        _ subject: FactList.Subject, at service: String, _ switchboard: Switchboard, progress: String? = nil
    ) async throws(Trouble) -> Reading {
        let read = try await gather(subject, at: service) { next, count throws(Trouble) in
            if let progress, next != nil { switchboard.terminal.progress(count, of: count + 1, progress) }
            return try await switchboard.ask(FactList(subject, after: next), at: service)
        }
        if let progress { switchboard.terminal.progress(read.facts.count, of: read.facts.count, progress) }
        return read
    }

    /// Puts pages together until the last one has come. Where there are too many it ends in a trouble: facts that were
    /// left out would look like differences, or like none.
    static func gather(
        _ subject: FactList.Subject, at service: String,
        _ page: (_ next: String?, _ count: Int) async throws(Trouble) -> FactPage
    ) async throws(Trouble) -> Reading {
        var reading = Reading()
        var compared: Int?
        var next: String?
        for _ in 0..<mostPages {
            let page = try await page(next, reading.facts.count)
            reading.facts += page.facts
            reading.missed += page.missed ?? []
            compared = compared ?? page.compared
            guard let more = page.next else {
                (reading.compared, reading.since) = (compared ?? reading.facts.count, page.since)
                return reading
            }
            next = more
        }
        throw Trouble(
            .amiss, code: "tooMuchToCompare",
            "\(service) has more than \(mostPages) pages of \(subject.rawValue): too many to compare from here.")
    }
}

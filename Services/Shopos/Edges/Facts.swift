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

    /// All facts of one sort, how many things were looked at, and how far back the facts go; nil: to the beginning.
    static func read(
        _ subject: FactList.Subject, at service: String, _ switchboard: Switchboard, progress: String? = nil
    ) async throws(Trouble) -> (facts: [KnownFact], compared: Int, since: Instant?) {
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
    ) async throws(Trouble) -> (facts: [KnownFact], compared: Int, since: Instant?) {
        var facts: [KnownFact] = []
        var compared: Int?
        var next: String?
        for _ in 0..<mostPages {
            let page = try await page(next, facts.count)
            facts += page.facts
            compared = compared ?? page.compared
            guard let more = page.next else { return (facts, compared ?? facts.count, page.since) }
            next = more
        }
        throw Trouble(
            .amiss, code: "tooMuchToCompare",
            "\(service) has more than \(mostPages) pages of \(subject.rawValue): too many to compare from here.")
    }
}

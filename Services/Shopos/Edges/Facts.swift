import Contracts

/// Facts of services, read page by page.
enum Facts {
    /// The most pages of one sort; a check of more than this is a job for a database.
    private static let mostPages = 20_000

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
        var facts: [KnownFact] = []
        var compared: Int?
        var next: String?
        var since: Instant?
        for _ in 0..<mostPages {
            let page = try await switchboard.ask(FactList(subject, after: next), at: service)
            facts += page.facts
            compared = compared ?? page.compared
            if let progress { switchboard.terminal.progress(facts.count, of: facts.count + 1, progress) }
            since = page.since
            guard let more = page.next else { break }
            next = more
        }
        if let progress { switchboard.terminal.progress(facts.count, of: facts.count, progress) }
        return (facts, compared ?? facts.count, since)
    }
}

import Contracts

/// Facts of one service in the order of tenant and key, of which a page at a time is held.
struct FactStream {
    private let question: FactList
    private let service: String
    private let ask: Facts.Ask
    private var page: ArraySlice<KnownFact> = []
    private var next: String?
    private var isRead = false
    /// How far back the facts go, known at their end; nil: to the beginning.
    private(set) var since: Instant?

    init(_ question: FactList, at service: String, _ ask: @escaping Facts.Ask) {
        (self.question, self.service, self.ask) = (question, service, ask)
        next = question.after
    }

    /// The fact that is next, and stays so; nil at the end.
    mutating func peek() async throws(Trouble) -> KnownFact? {
        while page.isEmpty, !isRead {
            var question = question
            question.after = next
            let told = try await ask(question, service)
            // Whoever stands still would be asked for ever.
            guard told.next == nil || told.next != next else {
                throw Trouble(.amiss, code: "stuck", "\(service) tells the same page of facts again and again.")
            }
            (page, next, isRead) = (told.facts[...], told.next, told.next == nil)
            if isRead { since = told.since }
        }
        return page.first
    }

    /// Goes on behind the fact that was next.
    mutating func pop() { page = page.dropFirst() }
}

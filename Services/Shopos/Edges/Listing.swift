import Contracts

/// Reads a list of several services, page by page, each as far as is asked for.
struct Listing<Question: OperatorRequest, Item: Sendable>: Sendable where Question.Reply == [Item] {
    let limit: ListLimit
    /// The question for so many that come behind the last one known.
    let question: @Sendable (_ last: Item?, _ size: Int) -> Question
    /// Whether the first one comes behind the second. A build that does not know the mark begins anew.
    let isBehind: @Sendable (Item, Item) -> Bool

    /// Asks services one question at once.
    typealias Ask =
        @Sendable (Question, [String]) async -> (answers: [Switchboard.Answer<[Item]>], silent: [Silence])

    /// All services at once; who fell silent in between keeps what it has told.
    func read(at services: [String], _ ask: @escaping Ask) async -> (lists: [Listed<Item>], silent: [Silence]) {
        let size = min(limit.asked, limit.page)
        let (answers, silent) = await ask(question(nil, size), services)
        let rests = await withTaskGroup { group in
            for (place, answer) in answers.enumerated() {
                group.addTask { (place, await rest(of: answer, size, ask)) }
            }
            var rests: [Int: (list: Listed<Item>, silent: [Silence])] = [:]
            for await (place, rest) in group { rests[place] = rest }
            return answers.indices.compactMap { rests[$0] }
        }
        return (rests.map(\.list), silent + rests.flatMap(\.silent))
    }

    private func rest(
        of answer: Switchboard.Answer<[Item]>, _ size: Int, _ ask: Ask
    ) async -> (list: Listed<Item>, silent: [Silence]) {
        var list = Listed(service: answer.service, items: answer.reply, at: answer.at)
        var isFull = answer.reply.count >= size
        while isFull, list.items.count < limit.asked, let last = list.items.last {
            let size = min(limit.asked - list.items.count, limit.page)
            let (answers, silent) = await ask(question(last, size), [list.service])
            guard let page = answers.first?.reply else {
                list.isBroken = true
                return (list, silent)
            }
            guard page.allSatisfy({ isBehind($0, last) }) else {
                list.isBroken = true
                return (list, [])
            }
            list.items += page
            isFull = page.count >= size
        }
        return (list, [])
    }
}

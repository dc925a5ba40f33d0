import Foundation
import PlatformKit
import TestKit

/// Processes that stand still with work in their hands.
extension Site {
    /// Has webhooks in its hands: they all go to the first one.
    private static let gateway = [Post(service: "gateway", number: 1)]
    /// The broker counts twice a second.
    private static let count = Duration.milliseconds(600)
    /// A statement that is all of its transaction ends in the database by itself; what is still open then is not done.
    private static let lastStatement = Duration.milliseconds(30)
    /// For so long nothing less than an open transaction, or a webhook without an answer, will do.
    private static let keenness = Duration.milliseconds(1500)

    /// Freezes processes, lets those go on that have nothing in their hands, and freezes them again, until all have;
    /// answers what. They stay frozen.
    ///
    /// What comes to a frozen process is not in its hands. So of the messages that the broker had handed out by its
    /// last count before and by the first one after it the lesser number counts, and of the webhooks those that were
    /// under way before and after.
    ///
    /// - Parameter each: Whether each of them must have something, and is a strike of its own.
    func freeze(
        _ posts: [Post], each: Bool = false, within patience: Duration = .seconds(10)
    ) async throws -> InFlight {
        let groups = each ? posts.map { [$0] } : [posts]
        let seen = await outcome { try await catchAtWork(groups, within: patience) }
        if case .failure = seen { await signal(posts, SIGCONT) }
        return InFlight(each: try seen.get())
    }

    private func catchAtWork(_ groups: [[Post]], within patience: Duration) async throws -> [InFlight] {
        let begin = ContinuousClock.now
        var seen = groups.map { _ in InFlight() }
        var before = groups.map { _ in [Int32: Int]() }
        var idle = Array(groups.indices)
        for attempt in 1... {
            let handed = await handed()
            let sent = idle.contains { groups[$0] == Self.gateway } ? await webhooks() : []
            await signal(idle.flatMap { groups[$0] }, SIGSTOP)
            let webhooks = sent.isEmpty ? [] : sent.intersection(await webhooks())
            try await Task.sleep(for: Self.lastStatement)
            let waited = ContinuousClock.now - begin
            for index in idle {
                seen[index] = await inHand(groups[index])
                if groups[index] == Self.gateway { seen[index].messages = webhooks.count }
                before[index] = handed.filter { seen[index].processes.contains($0.key) }
            }
            idle.removeAll { isEnough(seen[$0], handed: before[$0].values.reduce(0, +), after: waited) }
            if idle.isEmpty || waited >= patience { break }
            await signal(idle.flatMap { groups[$0] }, SIGCONT)
            try await Task.sleep(for: .milliseconds(20 + 37 * attempt % 130))
        }
        try await Task.sleep(for: Self.count)
        let after = await handed()
        for (index, before) in before.enumerated() {
            seen[index].messages += before.reduce(0) { $0 + min($1.value, after[$1.key, default: 0]) }
        }
        return seen
    }

    private func isEnough(_ seen: InFlight, handed: Int, after waited: Duration) -> Bool {
        // Of the messages only webhooks are counted by now.
        if seen.transactions + seen.messages > 0 { return true }
        return waited >= Self.keenness && (seen.isAny || handed > 0)
    }

    private func signal(_ posts: [Post], _ signal: Int32) async {
        for post in posts { await crew.signal(post, signal) }
    }

    /// Strikes what all processes stand on, while they are frozen with work in their hands; answers what work.
    ///
    /// - Parameter thaws: Whether they wake just before: what ends in peace takes its leave of them.
    func strikeFrozen(thaws: Bool = false, _ body: () async throws -> Void) async throws -> InFlight {
        let posts = await crew.posts
        let seen = try await freeze(posts)
        if thaws { await signal(posts, SIGCONT) }
        let result = await outcome { try await body() }
        await signal(posts, SIGCONT)
        try result.get()
        return seen
    }

    /// Deletes a queue with what lies in it: its consumers stand still until something does. What counts as messages is
    /// what went with it.
    func delete(_ queue: String, of consumers: [Post]) async throws -> InFlight {
        await signal(consumers, SIGSTOP)
        let result = await outcome {
            var lost = 0
            try await eventually(within: .seconds(30), "something lies in \(queue)") {
                let counted = try await management.queues().first { $0.name == queue }
                lost = counted.map { $0.ready + $0.unacknowledged } ?? 0
                return lost > 0
            }
            var seen = await inHand(consumers)
            seen.messages = lost
            try await management.delete(queue: queue)
            return seen
        }
        await signal(consumers, SIGCONT)
        return try result.get()
    }
}

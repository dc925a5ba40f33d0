import Contracts

/// Puts an order's journey together from what services say, in rounds: what happened, what was sent around then, and
/// who has handled what was sent and what it was sent for.
struct Tracing {
    let switchboard: Switchboard
    /// The most messages and moments of one question.
    private static let most = 500
    /// The most questions about messages.
    private static let mostRounds = 10

    func trace(_ text: String) async throws -> TraceReport {
        let first = await switchboard.askEach(OrderTrace(order: text))
        let known = first.answers.map(\.reply).filter { $0.tenant != nil || !$0.steps.isEmpty }
        let orders = known.filter { $0.order != nil }
        guard let named = orders.first(where: { $0.channelOrder != nil }) ?? orders.first, let order = named.order
        else {
            if let unread = known.first(where: { !$0.steps.isEmpty }) {
                return await trace(unread: text, unread, first.answers.map(\.reply), first.silent)
            }
            if let silence = first.silent.first {
                throw Trouble(first.silent.status, code: silence.code, silence.sentence)
            }
            throw Trouble(.amiss, code: "unknownOrder", "no service knows an order \(text).")
        }
        let tenant = known.compactMap(\.tenant).first
        var question = OrderTrace(order: order.description, tenant: tenant)
        var cuts: [String] = []
        // A moment for every two seconds is enough: the service looks that far around it.
        let moments = Set(known.flatMap(\.steps).map { $0.at.milliseconds / 2000 }).sorted()
        if moments.count > Self.most { cuts.append("what was sent is shown for the last \(Self.most) moments alone") }
        question.moments = moments.suffix(Self.most).map { Instant(milliseconds: $0 * 2000 + 1000) }
        let (answers, silent) = await switchboard.askEach(question)
        let sent = answers.flatMap { $0.reply.sent ?? [] }
        cuts += answers.flatMap { service, reply in (reply.cuts ?? []).map { "\(service): \($0)" } }
        let messages = Self.messages(of: answers.flatMap(\.reply.steps), sent)
        let (handled, isCut, mute) = await handled(messages, order.description, tenant)
        if isCut { cuts.append("more messages than \(Self.most * Self.mostRounds) were not looked for in inboxes") }
        let steps = answers.flatMap(\.reply.steps).filter { $0.kind != .handled } + handled
        return TraceReport(
            order: order, tenant: tenant, channelOrder: named.channelOrder,
            steps: Self.named(steps, by: sent).sorted { ($0.at, $0.service, $0.what) < ($1.at, $1.service, $1.what) },
            sent: sent.sorted { ($0.at, $0.message) < ($1.at, $1.message) }, cuts: cuts,
            silent: Self.merged(silent, mute))
    }

    /// An order that somebody rang for and that was not read yet: there is the ring, and the work that is to read it.
    private func trace(
        unread text: String, _ unread: OrderTraced, _ answers: [OrderTraced], _ silent: [Silence]
    ) async -> TraceReport {
        let steps = answers.flatMap(\.steps)
        let (handled, _, mute) = await handled(Self.messages(of: steps, []), text, unread.tenant)
        return TraceReport(
            order: nil, tenant: unread.tenant, channelOrder: unread.channelOrder,
            steps: (steps.filter { $0.kind != .handled } + handled).sorted { ($0.at, $0.what) < ($1.at, $1.what) },
            sent: [], cuts: answers.flatMap { $0.cuts ?? [] }, silent: Self.merged(silent, mute))
    }

    /// Which messages there are to look for: those that are named, and those that others were sent for, such as the
    /// webhook with which all began.
    static func messages(of steps: [TraceStep], _ sent: [TracedMessage]) -> [MessageID] {
        Set(steps.compactMap(\.message) + sent.map(\.message) + sent.compactMap(\.causation)).sorted()
    }

    /// Which lanes have handled which of the messages.
    private func handled(
        _ messages: [MessageID], _ order: String, _ tenant: TenantID?
    ) async -> (steps: [TraceStep], isCut: Bool, silent: [Silence]) {
        var steps: Set<TraceStep> = []
        var silent: [Silence] = []
        var rest = messages[...]
        for _ in 0..<Self.mostRounds {
            let part = Array(rest.prefix(Self.most))
            rest = rest.dropFirst(Self.most)
            let question = OrderTrace(order: order, tenant: tenant, messages: part)
            let (answers, mute) = await switchboard.askEach(question)
            silent = Self.merged(silent, mute)
            steps.formUnion(answers.flatMap(\.reply.steps).filter { $0.kind == .handled })
            if rest.isEmpty { break }
        }
        return (Array(steps), !rest.isEmpty, silent)
    }

    /// Who gave no answer in some round, each once: what it has handled may be missing.
    static func merged(_ known: [Silence], _ more: [Silence]) -> [Silence] {
        known + more.filter { new in !known.contains { $0.service == new.service } }
    }

    /// Gives what was handled the names by which it was sent.
    static func named(_ steps: [TraceStep], by sent: [TracedMessage]) -> [TraceStep] {
        let names = Dictionary(sent.map { ($0.message, $0.name) }) { first, _ in first }
        return steps.map { step in
            guard step.kind == .handled, step.detail.isEmpty, let name = step.message.flatMap({ names[$0] }) else {
                return step
            }
            var step = step
            step.detail = name
            return step
        }
    }
}

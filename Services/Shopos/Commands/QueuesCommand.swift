import ArgumentParser
import Contracts
import Foundation

/// `shopos queues`
struct QueuesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues", abstract: "What waits in the queues, who takes it, how fast and how old it is.",
        discussion: """
            READY, USERS (consumers) and LIMIT (deliveries) come from the broker and show "–" without \
            MANAGEMENT_URL. UNACKED (handed to consumers and not settled) and RATE (messages a second, over the last \
            five) are sums over all instances, AGE (how long messages have been in hand, or how old the oldest one of \
            the last batch was if that was within a minute) is the greatest; what an instance says is at most five \
            seconds old, and of one that is silent nothing counts: `shopos status` names it. Exit code 1 when a queue \
            is missing or has no consumer, messages are in hand for half a minute, dead letters are there, or LIMIT is \
            below 50 or none (`shopos topology apply` sets it), 69 when MANAGEMENT_URL does not answer.
            """)

    @OptionGroup var session: Session

    @Flag(name: .long, help: "Also dead letters that are empty.")
    var all = false

    func run() async throws {
        let all = all
        try await session.run { try await QueuesReport.read($0, showsEmpty: all) }
    }
}

/// How all queues are.
struct QueuesReport: Report {
    /// One queue.
    struct Line: Encodable, Sendable, Equatable {
        let queue: String
        let ready: Int?
        let unacked: Int?
        let consumers: Int?
        let perSecond: Double?
        let ageMilliseconds: Int?
        let deferred: Int?
        let failures: Int?
        let deliveryLimit: Int?
        let isDeadLetters: Bool
        /// Whether messages have been in hand for so long that they are stuck there.
        let stands: Bool
        /// Whether the broker could give a message up before the service's own count of deaths does, or never would.
        var isLimitWrong = false
        /// Whether the broker, which was asked, has no such queue.
        var isMissing = false
    }

    let queues: [Line]
    let silent: [Silence]
    let brokerTrouble: String?

    var status: Trouble.Status {
        let isDeaf = queues.contains { !$0.isDeadLetters && $0.consumers == 0 }
        let isDead = queues.contains { $0.isDeadLetters && ($0.ready ?? 0) > 0 }
        let stands = queues.contains { $0.stands || $0.isLimitWrong || $0.isMissing }
        let answer: Trouble.Status = brokerTrouble == nil ? .fine : .unavailable
        return max(isDeaf || isDead || stands ? .amiss : .fine, answer, silent.status)
    }

    /// Asks the broker, where it can be asked, and every service.
    static func read(_ switchboard: Switchboard, showsEmpty: Bool) async throws -> QueuesReport {
        var known: [String: BrokerQueue]?
        var version: String?
        var trouble: String?
        do throws(Trouble) {
            version = try await switchboard.management?.version()
            known = try await switchboard.management?.queues().reduce(into: [:]) { $0?[$1.name] = $1 }
        } catch {
            trouble = error.sentence
        }
        let (answers, silent) = await switchboard.askEach(ServiceInspect())
        let lanes = Lanes(answers.map(\.reply))
        let lines = Topology.lanes.flatMap { lane -> [Line] in
            let dead = lane.deadLetters.map { Line(dead: $0, known?[$0]) }
            return ([Line(lane, known?[lane.queue], lanes, version)] + [dead].compactMap(\.self)).map { line in
                var line = line
                line.isMissing = known.map { $0[line.queue] == nil } ?? false
                return line
            }
        }
        return QueuesReport(
            queues: lines.filter { showsEmpty || !$0.isDeadLetters || ($0.ready ?? 0) > 0 || $0.isMissing },
            silent: silent,
            brokerTrouble: trouble)
    }

    func text(_ style: Style) -> String {
        var table = Table(
            .text("QUEUE"), .number("READY"), .number("UNACKED"), .number("USERS"), .number("RATE"), .number("AGE"),
            .number("DEFERRED"), .number("FAILED"), .number("LIMIT"))
        for line in queues {
            let isDeaf = line.consumers == 0 && !line.isDeadLetters
            let hasFailed = (line.failures ?? 0) > 0
            table.add(
                Table.Cell(line.queue, line.isDeadLetters ? .bad : .plain),
                line.isMissing ? Table.Cell("missing", .bad) : Table.Cell(Span.count(line.ready)),
                Table.Cell(Span.count(line.unacked)), Table.Cell(Span.count(line.consumers), isDeaf ? .bad : .plain),
                Table.Cell(Span.rate(line.perSecond)),
                Table.Cell(Span.text(milliseconds: line.ageMilliseconds), line.stands ? .bad : .plain),
                Table.Cell(Span.bounded(line.deferred)),
                Table.Cell(Span.bounded(line.failures), hasFailed ? .bad : .plain),
                Table.Cell(
                    line.isLimitWrong && line.deliveryLimit == nil ? "none" : Span.count(line.deliveryLimit),
                    line.isLimitWrong ? .bad : .plain))
        }
        let notes = [brokerTrouble].compactMap(\.self).map { style.paint($0, .bad) }
        return (table.lines(style) + notes + silent.lines(style)).joined(separator: "\n")
    }
}

extension QueuesReport.Line {
    init(_ lane: Topology.Lane, _ known: BrokerQueue?, _ lanes: Lanes, _ version: String?) {
        let (name, state) = (lane.queue, lanes[lane.queue])
        let limit = known?.deliveryLimit(version)
        self.init(
            queue: name, ready: known?.ready, unacked: lanes.unacked(name) ?? known?.unacked,
            consumers: known?.consumers, perSecond: lanes.rate(name), ageMilliseconds: lanes.age(name),
            deferred: state?.deferred, failures: state?.failures, deliveryLimit: limit, isDeadLetters: false,
            stands: lanes.stands(name),
            // Nobody waits for a request that its service died over, so that any limit is right for it.
            isLimitWrong: known != nil && lane.deadLetters != nil && (limit ?? 0) < BrokerPlan.leastDeliveryLimit)
    }

    init(dead name: String, _ known: BrokerQueue?) {
        self.init(
            queue: name, ready: known?.ready, unacked: known?.unacked, consumers: known?.consumers, perSecond: nil,
            ageMilliseconds: nil, deferred: nil, failures: nil, deliveryLimit: nil, isDeadLetters: true,
            stands: false)
    }
}

extension BrokerQueue {
    /// The limit that is in force: the least of what a policy and an argument say; from RabbitMQ 4.0 on 20 where
    /// neither says anything (rabbitmq.com/docs/quorum-queues). Nil: the broker never gives a message up.
    ///
    /// - Parameter version: The broker's, such as `4.1.0`.
    func deliveryLimit(_ version: String?) -> Int? {
        let said = [effective?["delivery-limit"], arguments["x-delivery-limit"]].compactMap { value -> Int? in
            guard case .number(let limit) = value else { return nil }
            return limit
        }
        let major = version?.split(separator: ".").first.flatMap { Int($0) } ?? 0
        let usual = type == "quorum" && major >= 4 ? 20 : nil
        // Below zero it is said to be without end.
        return (said.min() ?? usual).flatMap { $0 < 0 ? nil : $0 }
    }
}

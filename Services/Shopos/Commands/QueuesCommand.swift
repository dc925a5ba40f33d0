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
            has no consumer, messages are in hand for half a minute, or dead letters are there, 69 when \
            MANAGEMENT_URL does not answer.
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
    }

    let queues: [Line]
    let silent: [Silence]
    let brokerTrouble: String?

    var status: Trouble.Status {
        let isDeaf = queues.contains { !$0.isDeadLetters && $0.consumers == 0 }
        let isDead = queues.contains { $0.isDeadLetters && ($0.ready ?? 0) > 0 }
        let stands = queues.contains(where: \.stands)
        let answer: Trouble.Status = brokerTrouble == nil ? .fine : .unavailable
        return max(isDeaf || isDead || stands ? .amiss : .fine, answer, silent.status)
    }

    /// Asks the broker, where it can be asked, and every service.
    static func read(_ switchboard: Switchboard, showsEmpty: Bool) async throws -> QueuesReport {
        var known: [String: BrokerQueue]?
        var trouble: String?
        do throws(Trouble) {
            known = try await switchboard.management?.queues().reduce(into: [:]) { $0?[$1.name] = $1 }
        } catch {
            trouble = error.sentence
        }
        let (answers, silent) = await switchboard.askEach(ServiceInspect())
        let lanes = Lanes(answers.map(\.reply))
        let lines = Topology.lanes.flatMap { lane -> [Line] in
            let dead = lane.deadLetters.map { Line(dead: $0, known?[$0]) }
            return [Line(lane.queue, known?[lane.queue], lanes)] + [dead].compactMap(\.self)
        }
        return QueuesReport(
            queues: lines.filter { showsEmpty || !$0.isDeadLetters || ($0.ready ?? 0) > 0 }, silent: silent,
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
                Table.Cell(line.queue, line.isDeadLetters ? .bad : .plain), Table.Cell(Span.count(line.ready)),
                Table.Cell(Span.count(line.unacked)), Table.Cell(Span.count(line.consumers), isDeaf ? .bad : .plain),
                Table.Cell(Span.rate(line.perSecond)),
                Table.Cell(Span.text(milliseconds: line.ageMilliseconds), line.stands ? .bad : .plain),
                Table.Cell(Span.count(line.deferred)),
                Table.Cell(Span.count(line.failures), hasFailed ? .bad : .plain),
                Table.Cell(Span.count(line.deliveryLimit)))
        }
        let notes = [brokerTrouble].compactMap(\.self).map { style.paint($0, .bad) }
        return (table.lines(style) + notes + silent.lines(style)).joined(separator: "\n")
    }
}

extension QueuesReport.Line {
    init(_ name: String, _ known: BrokerQueue?, _ lanes: Lanes) {
        let lane = lanes[name]
        self.init(
            queue: name, ready: known?.ready, unacked: lanes.unacked(name) ?? known?.unacked,
            consumers: known?.consumers, perSecond: lanes.rate(name), ageMilliseconds: lanes.age(name),
            deferred: lane?.deferred, failures: lane?.failures, deliveryLimit: known?.deliveryLimit,
            isDeadLetters: false, stands: lanes.stands(name))
    }

    init(dead name: String, _ known: BrokerQueue?) {
        self.init(
            queue: name, ready: known?.ready, unacked: known?.unacked, consumers: known?.consumers, perSecond: nil,
            ageMilliseconds: nil, deferred: nil, failures: nil, deliveryLimit: nil, isDeadLetters: true,
            stands: false)
    }
}

extension BrokerQueue {
    /// The limit that is in force.
    var deliveryLimit: Int? {
        guard case .number(let limit) = effective?["delivery-limit"] else { return nil }
        return limit
    }
}

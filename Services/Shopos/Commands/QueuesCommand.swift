import ArgumentParser
import Contracts
import Foundation

/// `shopos queues`
struct QueuesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues", abstract: "What waits in the queues, who takes it, how fast and how old it is.",
        discussion: """
            READY, UNACKED, USERS (consumers) and LIMIT (deliveries) come from the broker and show "–" without \
            MANAGEMENT_URL. RATE (messages a second) and AGE (how long messages have been in hand, or how old the \
            oldest one of the last batch was if that was within a minute) are those of the instance that answers. Exit \
            code 1 when a queue has no consumer, messages are in hand for half a minute, or dead letters are there, \
            69 when MANAGEMENT_URL does not answer.
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

    private static let between = Duration.seconds(1)

    /// Asks the broker, where it can be asked, and every service twice, a second apart, for its rates.
    static func read(_ switchboard: Switchboard, showsEmpty: Bool) async throws -> QueuesReport {
        var known: [String: BrokerQueue]?
        var trouble: String?
        do throws(Trouble) {
            known = try await switchboard.management?.queues().reduce(into: [:]) { $0?[$1.name] = $1 }
        } catch {
            trouble = error.sentence
        }
        let (first, _) = await switchboard.askEach(ServiceInspect())
        try await Task.sleep(for: between)
        let (second, silent) = await switchboard.askEach(ServiceInspect())
        let lanes = Lanes(before: first.map(\.reply), now: second.map(\.reply))
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

/// What services say of their lanes, at two moments.
struct Lanes: Sendable {
    private let before: [String: (state: LaneState, service: ServiceState)]
    private let now: [String: (state: LaneState, service: ServiceState)]

    init(before: [ServiceState], now: [ServiceState]) {
        self.before = Self.byQueue(before)
        self.now = Self.byQueue(now)
    }

    private static func byQueue(_ states: [ServiceState]) -> [String: (state: LaneState, service: ServiceState)] {
        Dictionary(states.flatMap { service in service.lanes.map { ($0.queue, ($0, service)) } }) { first, _ in first }
    }

    subscript(queue: String) -> LaneState? { now[queue]?.state }

    /// How long the messages of a lane have waited, in milliseconds; nil when nothing was there of late.
    func age(_ queue: String) -> Int? { now[queue].flatMap { $0.state.age(at: $0.service.at) } }

    /// Whether a lane's messages are stuck in its service's hands.
    func stands(_ queue: String) -> Bool { now[queue].map { $0.state.stands(at: $0.service.at) } ?? false }

    /// Messages per second between the two moments; nil when different instances answered.
    func rate(_ queue: String) -> Double? {
        guard let old = before[queue], let new = now[queue], old.service.instance == new.service.instance else {
            return nil
        }
        let seconds = Double(new.service.at.milliseconds - old.service.at.milliseconds) / 1000
        return seconds > 0 ? Double(max(0, new.state.settled - old.state.settled)) / seconds : nil
    }
}

extension QueuesReport.Line {
    init(_ name: String, _ known: BrokerQueue?, _ lanes: Lanes) {
        let lane = lanes[name]
        self.init(
            queue: name, ready: known?.ready, unacked: known?.unacked, consumers: known?.consumers,
            perSecond: known?.stats?.acknowledged?.rate ?? lanes.rate(name), ageMilliseconds: lanes.age(name),
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

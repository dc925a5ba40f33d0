import Foundation
import PlatformKit
import Testing

@testable import Chaos

/// What the run decides without a platform: how often it strikes, whom, and when it measures.
struct ChaosPlanTests {
    private static func fault(rounds: Int, least: Int = 0) -> Fault {
        Fault(name: "kill-9", rounds: rounds, least: least) { _, _, _ in nil }
    }

    /// The rounds behind which the flow is timed.
    private static func measured(_ rounds: Int) -> [Int] {
        (0..<rounds).filter(fault(rounds: rounds).isMeasured)
    }

    @Test("the flow is timed five times, evenly spread, behind the last round too; always where there are fewer")
    func samples() {
        #expect(Self.measured(20) == [3, 7, 11, 15, 19])
        #expect(Self.measured(50).count == 5 && Self.measured(50).last == 49)
        #expect(Self.measured(4) == [0, 1, 2, 3])
        #expect(Self.measured(1) == [0])
        #expect(!Self.fault(rounds: 20).isMeasured(20), "a round that was added proves work in flight, nothing else")
    }

    @Test("rounds are added until enough strikes found work in flight, at most half as many again")
    func more() {
        let fault = Self.fault(rounds: 20, least: 20)
        #expect(fault.goesOn(after: 19, found: 19))
        #expect(!fault.goesOn(after: 20, found: 20))
        #expect(fault.goesOn(after: 20, found: 19) && fault.goesOn(after: 29, found: 19))
        #expect(!fault.goesOn(after: 30, found: 19))
        #expect(Self.fault(rounds: 1, least: 2).goesOn(after: 1, found: 1))
    }

    @Test("every service has its turn before any has a second one", arguments: [1, 2, 3])
    func turns(of count: Int) {
        let rounds = (20 + count - 1) / count
        let turns = (0..<rounds).flatMap { Fault.turn($0, of: count) }
        #expect(turns.count >= 20)
        for (place, service) in turns.enumerated() { #expect(service == Post.services[place % Post.services.count]) }
    }

    @Test("of several that are struck at once, each is a strike, and counts if it had something in its hands")
    func each() {
        let seen = InFlight(each: [InFlight(messages: 3), InFlight(), InFlight(jobs: 2)])
        #expect(seen == InFlight(strikes: 3, idle: 1, messages: 3, jobs: 2))
        #expect(seen.struckWork == 2)
        #expect(InFlight(each: [InFlight(), InFlight()]).struckWork == 0)
        var line = Line(fault: "kill-9-of-three")
        line.note(seen)
        line.note(InFlight(transactions: 1))
        #expect(line.strikes == 4 && line.struckWork == 3 && line.inFlight.messages == 3)
    }

    @Test("only what we sent is an ordered end; a trap, an abort and an unasked exit are not, whatever was said")
    func endings() {
        let point = "crash point commit-before-ack"
        #expect(Ending(.uncaughtSignal, status: SIGKILL, sent: SIGKILL, said: point) == .ordered)
        #expect(Ending(.exit, status: 0, sent: SIGTERM, said: "") == .ordered)
        #expect(Ending(.uncaughtSignal, status: SIGTERM, sent: SIGTERM, said: "") == .ordered, "too early to be heard")
        let crashed = Ending(.uncaughtSignal, status: SIGKILL, sent: SIGTERM, said: point)
        #expect(crashed == .crashPoint("commit-before-ack"))
        #expect(Ending(.exit, status: 1, sent: SIGTERM, said: "") == .surprise, "the drain has failed")
        #expect(Ending(.uncaughtSignal, status: SIGSEGV, sent: SIGTERM, said: "") == .surprise)
        #expect(Ending(.uncaughtSignal, status: SIGKILL, sent: nil, said: point) == .crashPoint("commit-before-ack"))
        for status in [SIGSEGV, SIGILL, SIGABRT] {
            #expect(Ending(.uncaughtSignal, status: status, sent: nil, said: point) == .surprise)
        }
        for status: Int32 in [0, 1, 75] { #expect(Ending(.exit, status: status, sent: nil, said: point) == .surprise) }
        #expect(Ending(.uncaughtSignal, status: SIGKILL, sent: nil, said: "") == .surprise, "the kernel's, say")
    }

    @Test("a full run has every class once, with twenty strikes or, standing still, five that must find work")
    func classes() throws {
        var settings = ChaosSettings()
        settings.servers = URL(filePath: "/")
        settings.previous = URL(filePath: "/")
        let all = try Fault.chosen(settings)
        #expect(Set(all.map(\.name)).count == all.count)
        let least = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.least) })
        // The last is seen by what they say.
        let others = ["standstill": 5, "standstill-of-two": 5, "partner-silent": 5, "readiness": 0]
        let points = ["commit-before-ack", "effect-before-record", "publish-before-delete"]
        for (name, least) in least {
            #expect(least >= others[name] ?? (points.contains(name) ? 50 : 20), "\(name)")
        }
        #expect(all.first { $0.name == "restart" }?.rounds == 50)
        #expect(settings.stillness == .seconds(40))
    }

    @Test("FAULTS chooses, FROM picks up where a run ended, and what is in neither list is refused")
    func choice() throws {
        var settings = ChaosSettings()
        settings.faults = ["restart", "kill-9", "partner-slow"]
        #expect(try Fault.chosen(settings).map(\.name) == ["kill-9", "restart", "partner-slow"])
        settings.from = "restart"
        #expect(try Fault.chosen(settings).map(\.name) == ["restart", "partner-slow"])
        settings.from = "standstill"
        #expect(throws: WrongSetting.self) { try Fault.chosen(settings) }
        settings.from = nil
        settings.faults = ["kill-10"]
        #expect(throws: WrongSetting.self) { try Fault.chosen(settings) }
    }

    @Test("of the faults that strike at once, no two need or take away the same")
    func apart() {
        let all = Fault.servers(ChaosSettings())
        let first = ["broker-killed", "database-stopped", "sockets-dropped", "network-stalls"]
        #expect(Fault.apart(all).map(\.name) == first)
        #expect(Fault.apart(all.reversed()).contains { $0.name == "broker-hangs-up" })
        #expect(Fault.apart(Fault.alone(ChaosSettings())).map(\.name) == ["kill-9", "restart"])
    }

    @Test("who ends in peace buys each label once, and one that was given back was bought, too")
    func boughtAgain() {
        func label(_ id: String, _ status: String, _ shipment: String) -> Books.Label {
            Books.Label(id: id, status: status, shipment: shipment, attempt: "1")
        }
        let before = Books(labels: [label("1", "REFUNDED", "a"), label("2", "SUCCESS", "a"), label("3", "ERROR", "b")])
        #expect(before.parcels == ["a"])
        let after = Books(labels: before.labels + [label("4", "SUCCESS", "b"), label("5", "SUCCESS", "c")])
        #expect(after.boughtAgain(since: before.parcels).isEmpty)
        let again = Books(labels: after.labels + [label("6", "REFUNDPENDING", "c")])
        #expect(again.boughtAgain(since: before.parcels).count == 1)
    }

    @Test("what a class draws its chance from depends on the seed and its name alone")
    func seeds() {
        let fault = Self.fault(rounds: 1)
        #expect(fault.seed(1) == Self.fault(rounds: 20).seed(1))
        #expect(fault.seed(1) != fault.seed(2))
        #expect(Set(Fault.all(ChaosSettings()).map { $0.seed(1) }).count == Fault.all(ChaosSettings()).count)
    }

    @Test("a line tells how often flow was timed, its median and longest, and how long class and rest took")
    func row() {
        var line = Line(fault: "kill-9", strikes: 20, struckWork: 20)
        line.waits = [.seconds(3), .milliseconds(1250), .seconds(9)]
        line.struck = .seconds(61)
        line.waited = 24
        line.took = .milliseconds(75_200)
        #expect(line.row.hasSuffix("| 0 | 0 | 0 | 24 | 3 | 3.0 s | 9.0 s | 61.0 s | 14.2 s |"))
        #expect(line.row.split(separator: "|").count == Line.head.split(separator: "\n")[0].split(separator: "|").count)
    }
}

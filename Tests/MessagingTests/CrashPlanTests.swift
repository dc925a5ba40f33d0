import Testing

@testable import Messaging

@Suite struct CrashPlanTests {
    @Test("a plan strikes at the named pass of the named point and once")
    func aPlanStrikesAtTheNamedPassOfTheNamedPointAndOnce() throws {
        var plan = try #require(CrashPlan("commit-before-ack:3,effect-before-record:1"))
        var strikes: [Bool] = []
        for _ in 1...4 { strikes.append(plan.strikes(.commitBeforeAck)) }
        #expect(strikes == [false, false, true, false])
        let first = plan.strikes(.effectBeforeRecord)
        #expect(first)
        let other = plan.strikes(.publishBeforeDelete)
        #expect(!other, "it is not in the plan")
    }

    @Test("an empty plan is no plan")
    func anEmptyPlanIsNoPlan() throws {
        #expect(try #require(CrashPlan("")).isEmpty)
        #expect(CrashPlan().isEmpty)
    }

    @Test(
        "what is no plan is refused",
        arguments: [
            "nowhere:1", "commit-before-ack", "commit-before-ack:0", "commit-before-ack:-1", "commit-before-ack:x",
            "commit-before-ack:1:2", "commit-before-ack:1,commit-before-ack:2",
        ])
    func whatIsNoPlanIsRefused(text: String) {
        #expect(CrashPlan(text) == nil)
    }

    @Test("a plan is read as it is written")
    func aPlanIsReadAsItIsWritten() throws {
        let plan = try #require(CrashPlan("publish-before-delete:7,commit-before-ack:2"))
        #expect(CrashPlan(plan.text) == plan)
    }
}
